"""`minxin token`: with which programs read published results."""

import click

from survey import tokens
from survey.cli import listing
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading, writing
from survey.evening import Evening

_COLUMNS = ("id", "name", "made_by", "made_at", "revoked_at")


@click.group("token")
def token() -> None:
    """Tokens with which programs read published results, and nothing else."""


@token.command("make")
@with_evening()
@click.argument("name")
def make(evening: Evening, name: str) -> None:
    """Make a token for the program NAME and print it once; only a digest of it is kept.

    \b
    minxin token make "区大数据中心"
    """
    with writing(evening.engine) as db:
        made, text = tokens.make(db, name, evening.clock())
    say(_("The token for %(name)s, shown once:"), name=made.name)
    click.echo(text)


@token.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List every token ever made, those in use first."""
    with reading(evening.engine) as db:
        rows = [_row(one) for one in tokens.every(db)]
    listing.write(rows, shape, _COLUMNS)


@token.command("revoke")
@with_evening()
@click.argument("token_id", metavar="ID")
def revoke(evening: Evening, token_id: str) -> None:
    """Make a token open nothing any more; `minxin token list` shows its id."""
    with writing(evening.engine) as db:
        gone = tokens.revoke(db, token_id, evening.clock())
    say(_("The token for %(name)s is revoked."), name=gone.name)


def _row(one: tokens.AccessToken) -> dict[str, object]:
    moments = {"made_at": one.made_at.isoformat(), "revoked_at": one.revoked_at and one.revoked_at.isoformat()}
    return vars(one) | moments
