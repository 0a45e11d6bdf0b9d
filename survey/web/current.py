"""What the running request belongs to."""

from typing import Any

from flask import current_app, g, request

from survey.accounts import Account
from survey.config import Settings
from survey.evening import Evening
from survey.sessions import Session


def evening() -> Evening:
    """The acts of this app's data folder."""
    found: Evening = current_app.extensions["evening"]
    return found


def settings() -> Settings:
    """How this app runs."""
    found: Settings = current_app.extensions["settings"]
    return found


def account() -> Account | None:
    """The signed-in account; None for everybody else."""
    found: Account | None = g.get("account")
    return found


def session() -> Session | None:
    """The session of the signed-in account; None for everybody else."""
    found: Session | None = g.get("session")
    return found


def view() -> Any:
    """The view function of the running request; None when no page has this address."""
    return current_app.view_functions.get(request.endpoint or "")


def language() -> str:
    """The reader's language: zh-CN or en."""
    return str(g.get("language", settings().language))


def is_demo() -> bool:
    """Whether this is the demo, which says so on every page."""
    return bool(current_app.extensions["is_demo"])
