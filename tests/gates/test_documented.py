"""The documents name every command, option and setting, and none that does not exist; their links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from survey.cli import main
from survey.config import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
EVERYWHERE = {"--data", "--help"}
"""Options described once for all commands."""


def commands(group: click.Group = main, path: str = "minxin") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    for name in group.commands:
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def described() -> dict[str, str]:
    """What is written about each command, by its whole name."""
    parts = re.split(r"^### `(minxin[a-z -]*[a-z])[^`]*`$", COMMANDS, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_is_described_and_no_other() -> None:
    assert set(described()) == {path for path, _command in commands()}


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda part: part if isinstance(part, str) else "")
def test_every_option_is_described_and_no_other(path: str, command: click.Command) -> None:
    options = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    long = {name for name in options if name.startswith("--")}
    listed = re.findall(r"^- `(--[^`]+)`", described()[path], flags=re.MULTILINE)
    assert {name for line in listed for name in re.findall(r"--[a-z0-9-]+", line)} == long - EVERYWHERE


def test_what_holds_for_all_commands_is_described_once() -> None:
    before_all = COMMANDS.partition("###")[0]
    assert all(name in before_all for name in EVERYWHERE)


def test_every_setting_is_described_and_no_other() -> None:
    known = {PREFIX + name.upper() for name in Settings.__dataclass_fields__}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, flags=re.MULTILINE)) == known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_spoken_of_exists(document: Path) -> None:
    acts = [path for path, _command in commands()]
    groups = {path.rpartition(" ")[0] for path in acts}
    spoken = re.findall(r"\b(minxin(?: [a-z]+(?:-[a-z]+)*)+)\b(?=[^`\n]*`)", document.read_text(encoding="utf-8"))
    assert [
        one for one in spoken if one not in groups and not f"{one} ".startswith(tuple(f"{act} " for act in acts))
    ] == []
