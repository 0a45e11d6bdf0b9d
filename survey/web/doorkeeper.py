"""Lets the staff in, patiently: one place for the password, the pauses, and what is noted of failures."""

import time

from flask import Flask, current_app

from survey import accounts
from survey.accounts import Account
from survey.database import reading, writing
from survey.errors import SignInFailed
from survey.web import current, devices
from survey.web.patience import Patience, Unnoted


def install(app: Flask) -> None:
    """Gives `app` its memory of failed sign-ins."""
    app.extensions.update(patience=Patience(), unnoted=Unnoted())


def let_in(name: str, password: str) -> Account:
    """The account. Raises SignInFailed, and TooManySignIns or NameBesieged before the password is looked at."""
    patience: Patience = current_app.extensions["patience"]
    unnoted: Unnoted = current_app.extensions["unnoted"]
    sender = devices.sender(name)
    patience.attempt(sender, time.monotonic())
    try:
        with reading(current.evening().engine) as db:
            account = accounts.sign_in(db, name, password)
    except SignInFailed:
        _note_failures(unnoted.add(time.monotonic()))
        raise
    patience.succeed(sender)
    _note_failures(unnoted.rest())
    return account


def _note_failures(number: int) -> None:
    if number:
        with writing(current.evening().engine) as db:
            accounts.note_failed_sign_ins(db, number)
