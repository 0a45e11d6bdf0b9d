"""Accounts from the command line."""

import json
import re

import pytest

PASSWORD = "four unrelated words\n"


def listed(done):
    return {row.pop("name"): row for row in json.loads(done("user", "list", "--format", "json"))}


def test_an_account_can_sign_in_and_is_listed_without_its_password(done):
    assert done("user", "add", "lead", "--role", "official", typed=PASSWORD) == "lead can sign in.\n"
    assert listed(done) == {"lead": {"role": "official", "duties": "", "active": True, "must_change": True}}


def test_a_made_password_is_printed_once_and_a_kept_one_need_not_be_changed(done):
    said = done("user", "add", "lead", "--generate")
    assert re.fullmatch(r"lead can sign in.\n([a-z2-9]{4}-){4}[a-z2-9]{4}\n", said)
    done("user", "add", "me", "--role", "administrator", "--keep", typed=PASSWORD)
    assert {name: row["must_change"] for name, row in listed(done).items()} == {"lead": True, "me": False}


def test_an_organizer_has_the_communities_that_are_given(done):
    done("user", "add", "红", "--duty", "北门街道", "--duty", "石阳路街道/梧桐社区", typed=PASSWORD)
    assert listed(done)["红"]["duties"] == "北门街道; 石阳路街道 / 梧桐社区"
    assert done("user", "role", "红", "organizer", "--duty", "石阳路街道") == "The account 红 is changed.\n"
    assert listed(done)["红"]["duties"] == "石阳路街道"
    done("user", "role", "红", "scrutineer")
    assert listed(done)["红"]["role"] == "scrutineer"


def test_an_account_is_taken_out_of_use_and_into_it_again(done):
    done("user", "add", "lead", typed=PASSWORD)
    done("user", "deactivate", "LEAD")
    assert not listed(done)["lead"]["active"]
    done("user", "activate", "lead")
    assert listed(done)["lead"]["active"]
    assert (
        done("user", "password", "lead", "--keep", typed="other unrelated words\n") == "The account lead is changed.\n"
    )
    assert not listed(done)["lead"]["must_change"]


def test_the_last_administrator_stays_one(minxin, done):
    done("user", "add", "chief", "--role", "administrator", typed=PASSWORD)
    for act in (("deactivate", "chief"), ("role", "chief", "official")):
        ended = minxin("user", *act)
        assert (ended.exit_code, ended.stderr[:34]) == (1, "This is the last administrator. Ma")


@pytest.mark.parametrize("typed", ["short\n", "x" * 201 + "\n", "aaaaaaaaaaaa\n"])
def test_a_password_that_cannot_be_is_refused_and_not_repeated(minxin, typed):
    ended = minxin("user", "add", "lead", typed=typed)
    assert ended.exit_code == 1
    assert ended.stderr.startswith(("Choose a password of", "This password is guessed"))
    assert typed.strip() not in ended.output


def test_a_name_is_given_once_in_whatever_case_or_width(minxin, done):
    done("user", "add", "lead", typed=PASSWORD)
    ended = minxin("user", "add", "ＬＥＡＤ", typed=PASSWORD)
    assert (ended.exit_code, ended.stderr) == (1, "There is already an account called ＬＥＡＤ.\n")
    assert minxin("user", "deactivate", "nobody").stderr == "There is no such account.\n"
