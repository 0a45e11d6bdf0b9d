"""People at staff pages: they sign in and send forms, token included, as a browser without scripts does."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey import accounts, history
from survey.accounts import Account, Role
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening

PASSWORD = "correct horse battery"


def hire(evening: Evening, role: Role, name: str = "周敏") -> None:
    """Makes an account."""
    with writing(evening.engine) as db:
        accounts.create(db, name, role, PASSWORD)


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Posts a form with the token of the session."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return client.post(path, data={"csrf_token": found[1], **fields})


def sign_in(client: FlaskClient, evening: Evening, role: Role = Role.ORGANIZER, name: str = "周敏") -> FlaskClient:
    """The same client, signed in to a new account."""
    hire(evening, role, name)
    assert send(client, "/sign-in", name=name, password=PASSWORD).status_code == 302
    return client


def follow(client: FlaskClient, answer: TestResponse) -> str:
    """The page that a successful form leads to."""
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def account(evening: Evening, name: str) -> Account:
    """The account as it stands now."""
    with reading(evening.engine) as db:
        return accounts.named(db, name)


def noted(evening: Evening, what: Act) -> list[tuple[str, str]]:
    """Who did it to whom."""
    with reading(evening.engine) as db:
        return [(line.account, line.about) for line in history.lines(db) if line.act == what]


def at_another_device(app: Flask, name: str, password: str = PASSWORD) -> FlaskClient:
    """Signed in to an account that exists, in another browser."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert send(client, "/sign-in", name=name, password=password).status_code == 302
    return client
