"""`minxin rules`: rule sets by name and version, and what would change under another one."""

from pathlib import Path

import click

from analysis import rules as rule_sets
from survey import rulebook
from survey.cli import listing
from survey.cli.choices import campaign_named, ruleset_of
from survey.cli.frame import with_evening
from survey.cli.results import campaign_option
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.database import reading, writing
from survey.evening import Evening

_COLUMNS = ("name", "version", "title", "fingerprint", "made_by", "made_at", "used_by")


@click.group("rules")
def rules() -> None:
    """Rule sets: denominators, weights, bands, quorum, quota, the smallest group. A version never changes."""


@rules.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List every version of every rule set, and the campaigns that count by it."""
    with reading(evening.engine) as db:
        listing.write([_row(one) for one in rulebook.every(db)], shape, _COLUMNS)


@rules.command("show")
@with_evening()
@click.argument("name")
def show(evening: Evening, name: str) -> None:
    """Print the rule file of NAME or NAME@VERSION, to be changed and added under another version.

    \b
    minxin rules show default-2026 > ours.toml
    """
    click.echo(ruleset_of(evening, name).source, nl=False)


@rules.command("add")
@with_evening(make=True)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(evening: Evening, file: Path) -> None:
    """Keep the rule file FILE as a version of its own; a version never changes.

    \b
    minxin rules add ours.toml
    """
    with writing(evening.engine) as db:
        kept = rulebook.keep(db, rule_sets.load(file).source, evening.clock(), file.name)
    say(_("The rules %(name)s %(version)s are kept."), name=kept.rules.name, version=kept.rules.version)


@rules.command("what-if")
@with_evening()
@campaign_option
@click.option("--rules", "other", required=True, help="The other rules, by name, name@version, or as a file.")
@listing.format_option
def what_if(evening: Evening, name: str, other: str, shape: str) -> None:
    """Count a campaign's published tallies by other rules, beside its own: rates, scores and grades that would change.

    Nothing is changed, and what is too small to publish stays hidden.

    \b
    minxin rules what-if --campaign "双评 2026" --rules ours.toml
    """
    from survey.published import what_if as side_by_side

    campaign = campaign_named(evening, name)
    own, then = (rule_sets.parse(one.source, "rules") for one in (campaign.rules, ruleset_of(evening, other)))
    with reading(evening.engine) as db:
        found = side_by_side.what_if(db, campaign, own, then, language())
    rows = [{"community": one.community, **_measures(one)} for one in found.rows]
    listing.write(rows, shape, ("community", *_MEASURES))


_MEASURES = {f"{name}_{at}": (name, at) for name in ("rate", "public", "combined", "grade") for at in ("now", "then")}
"""The columns of `what-if`: the measure, and whether by the campaign's own rules or by the others."""


def _measures(one: object) -> dict[str, object]:
    return {column: getattr(getattr(one, name), at) for column, (name, at) in _MEASURES.items()}


def _row(one: rulebook.Version) -> dict[str, object]:
    return {
        "name": one.rules.name,
        "version": one.rules.version,
        "title": one.rules.title[language()],
        "fingerprint": one.fingerprint[:16],
        "made_by": one.made_by,
        "made_at": one.made_at and one.made_at.isoformat(),
        "used_by": ", ".join(one.used_by),
    }
