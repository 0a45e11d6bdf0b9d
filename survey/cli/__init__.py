"""The command line `minxin`: options → one domain call → one sentence."""

import click


@click.group()
def main() -> None:
    """Anonymous ballots for review meetings."""
