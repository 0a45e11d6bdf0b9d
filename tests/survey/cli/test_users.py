"""Accounts from the command line."""

import json


def test_an_account_can_sign_in_and_is_listed_without_its_password(done):
    assert done("user", "add", "lead", "--role", "official", typed="twelve letters\n") == "lead can sign in.\n"
    assert json.loads(done("user", "list", "--format", "json")) == [{"name": "lead", "role": "official"}]


def test_a_short_password_is_refused_and_not_repeated(minxin):
    ended = minxin("user", "add", "lead", typed="short\n")
    assert (ended.exit_code, ended.stderr) == (1, "Choose a password of at least 12 characters.\n")


def test_a_name_is_given_once(minxin, done):
    done("user", "add", "lead", typed="twelve letters\n")
    ended = minxin("user", "add", "lead", typed="twelve letters\n")
    assert (ended.exit_code, ended.stderr) == (1, "There is already an account called lead.\n")
