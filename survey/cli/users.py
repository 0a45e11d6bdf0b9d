"""`minxin user`: accounts for the staff. Residents have none."""

import click
from sqlalchemy import select

from survey import accounts
from survey.accounts import Role
from survey.cli import listing
from survey.cli.frame import with_evening
from survey.cli.speech import ask_unseen, say
from survey.cli.speech import gettext as _
from survey.database import reading, writing
from survey.evening import Evening
from survey.tables import account


@click.group("user")
def user() -> None:
    """Accounts for the staff. Residents have none."""


@user.command("add")
@with_evening(make=True)
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.ORGANIZER.value, show_default=True
)
def add(evening: Evening, name: str, role: str) -> None:
    """Make an account; the password is asked for twice, unseen."""
    password = ask_unseen(_("Password"), twice=_("The same password again"))
    with writing(evening.engine) as db:
        made = accounts.create(db, name, Role(role), password)
    say(_("%(name)s can sign in."), name=made.name)


@user.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List the accounts and their roles."""
    with reading(evening.engine) as db:
        rows = [dict(row._mapping) for row in db.execute(select(account.c.name, account.c.role).order_by("name"))]
    listing.write(rows, shape, ("name", "role"))
