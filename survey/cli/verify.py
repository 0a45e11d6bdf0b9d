"""`minxin verify`: the published record, recomputed on any computer."""

from pathlib import Path

import click

from survey.cli import speech
from survey.published import verify as verifier


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "--sha256", type=verifier.read_hash, metavar="HEX", help="The SHA-256 in the minutes, 64 digits, to be compared."
)
@click.option("--language", type=click.Choice(verifier.LANGUAGES), help="The language of the answer.")
@click.pass_context
def verify(ctx: click.Context, file: Path, sha256: str | None, language: str | None) -> None:
    """Recompute a published record; no server and no data are needed.

    The same program is one file that runs alone: python3 survey/published/verify.py FILE.
    Exit status: 0 everything agrees, 1 something differs, 2 wrong use.

    \b
    minxin verify minxin-record.json --sha256 "9f2c 11d0 …"
    """
    lines, agrees = verifier.report(verifier.read_file(file), sha256, language or speech.language())
    click.echo("\n".join(lines))
    ctx.exit(0 if agrees else 1)
