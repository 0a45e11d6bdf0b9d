"""`minxin user`: accounts for the staff. Residents have none."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy import Connection

from survey import accounts, duties, passwords
from survey.accounts import Account, Role
from survey.cli import listing
from survey.cli.frame import with_evening
from survey.cli.speech import ask_unseen, say
from survey.cli.speech import gettext as _
from survey.database import reading, writing
from survey.duties import EVERYTHING, Duties
from survey.evening import Evening

Command = TypeVar("Command", bound=Callable[..., Any])

_COLUMNS = ("name", "role", "duties", "active", "must_change")
_roles = click.Choice([role.value for role in Role])


@click.group("user")
def user() -> None:
    """Accounts for the staff. Residents have none."""


def _duties_option(command: Command) -> Command:
    return click.option(
        "--duty",
        "typed",
        multiple=True,
        metavar="SUB-DISTRICT[/COMMUNITY]",
        help="An organizer's community, or a whole sub-district; again for each. All of them when not given.",
    )(command)


@user.command("add")
@with_evening(make=True)
@click.argument("name")
@click.option("--role", type=_roles, default=Role.ORGANIZER.value, show_default=True, help="What they may do.")
@_duties_option
@click.option("--generate", is_flag=True, help="Make a password and print it once, instead of asking for one.")
@click.option("--keep", is_flag=True, help="Whoever types the password uses it: it need not be changed at first.")
def add(evening: Evening, name: str, role: str, typed: tuple[str, ...], generate: bool, keep: bool) -> None:
    """Make an account; the password is asked for twice, unseen, and is changed at the first sign-in.

    \b
    minxin user add 李红 --role organizer --duty 北门街道 --duty 石阳路街道/梧桐社区
    """
    password = _password(generate)
    with writing(evening.engine) as db:
        made = accounts.create(db, name, Role(role), password, duties=_duties(typed), must_change=not keep)
    say(_("%(name)s can sign in."), name=made.name)
    _show_once(password, generate)


@user.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List the accounts, their roles and communities; those out of use last."""
    with reading(evening.engine) as db:
        rows = [_row(one) for one in accounts.every(db)]
    listing.write(rows, shape, _COLUMNS)


@user.command("role")
@with_evening()
@click.argument("name")
@click.argument("role", type=_roles)
@_duties_option
def role_(evening: Evening, name: str, role: str, typed: tuple[str, ...]) -> None:
    """Give an account another role, and an organizer other communities."""
    _change(evening, name, lambda db, found: accounts.change(db, found, Role(role), _duties(typed)))


@user.command("password")
@with_evening()
@click.argument("name")
@click.option("--generate", is_flag=True, help="Make a password and print it once, instead of asking for one.")
@click.option("--keep", is_flag=True, help="Whoever types the password uses it: it need not be changed at first.")
def password(evening: Evening, name: str, generate: bool, keep: bool) -> None:
    """Give an account a new password and end its sessions: the way back in for an administrator who forgot theirs."""
    new = _password(generate)
    _change(evening, name, lambda db, found: accounts.reset_password(db, found, new, must_change=not keep))
    _show_once(new, generate)


@user.command("deactivate")
@with_evening()
@click.argument("name")
def deactivate(evening: Evening, name: str) -> None:
    """Take an account out of use and end its sessions. It is not deleted: the record of acts names it."""
    _change(evening, name, accounts.take_out_of_use)


@user.command("activate")
@with_evening()
@click.argument("name")
def activate(evening: Evening, name: str) -> None:
    """Take an account into use again."""
    _change(evening, name, accounts.take_into_use)


def _change(evening: Evening, name: str, act: Callable[[Connection, Account], None]) -> None:
    with writing(evening.engine) as db:
        found = accounts.named(db, name)
        act(db, found)
    say(_("The account %(name)s is changed."), name=found.name)


def _duties(typed: tuple[str, ...]) -> Duties:
    return duties.read("\n".join(typed)) if typed else EVERYTHING


def _password(generate: bool) -> str:
    return passwords.generated() if generate else ask_unseen(_("Password"), twice=_("The same password again"))


def _show_once(made: str, generate: bool) -> None:
    if generate:
        click.echo(made)


def _row(one: Account) -> dict[str, object]:
    where = one.duties.written if one.role is Role.ORGANIZER else ""
    return {
        "name": one.name,
        "role": one.role.value,
        "duties": where,
        "active": one.is_active,
        "must_change": one.must_change,
    }
