"""Tokens for programs: shown once, kept as a digest, revoked for good, and noted in the record of acts."""

import re

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from survey import tokens
from survey.accounts import Role
from survey.acts import Act
from survey.cli import main
from survey.database import reading, writing
from survey.errors import NoSuchToken
from survey.evening import Evening
from tests.survey.visitors import follow, noted, send, sign_in


def reads(client: FlaskClient, text: str) -> bool:
    headers = {"Authorization": f"Bearer {text}"}
    return client.application.test_client().get("/api/campaigns", headers=headers).status_code == 200


def test_a_token_is_shown_once_opens_the_results_and_only_its_digest_is_kept(
    client: FlaskClient, evening: Evening
) -> None:
    sign_in(client, evening, Role.ADMINISTRATOR)
    page = send(client, "/programs", name="区大数据中心").text
    (text,) = re.findall(r"minxin_[\w-]{43}", page)
    assert reads(client, text)
    listed = client.get("/programs").text
    assert "区大数据中心" in listed
    assert text not in listed
    evening.engine.dispose()
    kept = b"".join(path.read_bytes() for path in evening.folder.root.rglob("*") if path.is_file())
    assert text.removeprefix(tokens.PREFIX).encode() not in kept
    assert [who for who, _about in noted(evening, Act.TOKEN_MADE)] == ["周敏"]


def test_a_revoked_token_opens_nothing_and_stays_on_the_list(client: FlaskClient, evening: Evening) -> None:
    with writing(evening.engine) as db:
        made, text = tokens.make(db, "旧系统", evening.clock())
    sign_in(client, evening, Role.ADMINISTRATOR)
    assert reads(client, text)
    assert "can read nothing any more" in client.get(f"/programs/{made.id}/revoke").text
    assert "The token for 旧系统 is revoked." in follow(client, send(client, f"/programs/{made.id}/revoke"))
    assert not reads(client, text)
    send(client, f"/programs/{made.id}/revoke")
    assert len(noted(evening, Act.TOKEN_REVOKED)) == 1
    assert client.get("/programs/zzzzzz/revoke").status_code == 404


def test_a_token_needs_a_name(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.ADMINISTRATOR)
    assert send(client, "/programs", name=" ").status_code == 422
    with reading(evening.engine) as db:
        assert tokens.every(db) == []


def test_tokens_are_made_listed_and_revoked_on_the_terminal(evening: Evening) -> None:
    def run(*words: str) -> str:
        answer = CliRunner().invoke(main, [*words, "--data", str(evening.folder.root)], env={"MINXIN_LANGUAGE": "en"})
        assert answer.exit_code == 0, answer.output
        return answer.output

    text = run("token", "make", "区大数据中心").split()[-1]
    with reading(evening.engine) as db:
        found = tokens.find(db, text)
    assert found is not None
    assert "区大数据中心" in run("token", "list")
    run("token", "revoke", found.id)
    with reading(evening.engine) as db:
        assert tokens.find(db, text) is None


def test_a_token_that_is_not_there_cannot_be_revoked(evening: Evening) -> None:
    with writing(evening.engine) as db, pytest.raises(NoSuchToken):
        tokens.revoke(db, "zzzzzz", evening.clock())
