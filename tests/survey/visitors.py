"""People at staff pages: they sign in and send forms, token included, as a browser without scripts does."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey import accounts
from survey.accounts import Role
from survey.database import writing
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
