"""What all commands share: the data folder, and refusals as one sentence with an honest exit status."""

import getpass
import traceback
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

from analysis.errors import FigureRefused
from ballots.errors import Refused
from survey import acts
from survey.acts import Actor, Via
from survey.cli import speech
from survey.cli.speech import gettext as _
from survey.config import Settings, read_settings
from survey.errors import NoDataThere, SettingNotUsable
from survey.evening import Evening
from survey.folder import DataFolder

Command = TypeVar("Command", bound=Callable[..., Any])
_DATA = "minxin data folder"


class Stopped(click.ClickException):
    """Ends the command with one sentence and the status of a refused act."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Says the sentence and nothing else."""
        click.echo(self.format_message(), err=True)


class WrongUse(Stopped):
    """Ends the command with the status of wrong use."""

    exit_code = 2


class Frame(click.Group):
    """The outermost command. Whatever goes wrong inside ends as one sentence on standard error."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with acts.acting(Actor(Via.COMMAND, _login())):
                return super().invoke(ctx)
        except SettingNotUsable as refusal:
            raise WrongUse(speech.sentence(refusal)) from None
        except (Refused, FigureRefused) as refusal:
            raise Stopped(speech.sentence(refusal)) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            raise Stopped(f"{error.strerror}: {error.filename}" if error.filename else str(error)) from None
        except Exception as error:
            raise Stopped(_unforeseen(error)) from None


def _login() -> str:
    """Under which name the computer knows whoever types; empty when it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _unforeseen(error: Exception) -> str:
    """Only the error's class and place: its text could hold an answer."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
    return _("Something unforeseen happened (%(where)s). Nothing more is shown: it could hold an answer.") % {
        "where": where
    }


def data_option(command: Command) -> Command:
    """Gives `command` the option --data, which may also stand before the verb."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        expose_value=False,
        callback=_remember,
        help="The data folder; MINXIN_DATA or ./minxin-data when not given.",
    )(command)


def _remember(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.find_root().meta[_DATA] = value


def settings() -> Settings:
    """The settings of the environment, with the data folder of the command line. Raises SettingNotUsable."""
    found = read_settings()
    data = chosen_folder()
    return found if data is None else Settings(**{**vars(found), "data": data})


def chosen_folder() -> Path | None:
    """The data folder that the command line names; None when it names none."""
    found: Path | None = click.get_current_context().find_root().meta.get(_DATA)
    return found


def with_evening(*, make: bool = False) -> Callable[[Command], Command]:
    """Hands the command the acts of its data folder as first argument. `make`: a missing folder is made.

    Otherwise the command raises NoDataThere, so that a mistyped folder is not taken for an empty one.
    """

    def decorate(command: Command) -> Command:
        def opened(*args: Any, **kwargs: Any) -> Any:
            return command(evening(make=make), *args, **kwargs)

        return data_option(update_wrapper(opened, command))  # type: ignore[return-value]  # one argument less

    return decorate


def evening(*, make: bool) -> Evening:
    """The acts of the data folder in use. Raises NoDataThere."""
    given = settings()
    folder = DataFolder(given.data)
    if not make and not folder.database.exists():
        raise NoDataThere(folder=folder.root)
    return evening_of(folder, given)


def evening_of(folder: DataFolder, given: Settings) -> Evening:
    """The acts of `folder` under the settings."""
    return Evening(
        folder,
        server=given.boxes,
        keep_days=given.keep_box_days,
        reserve=given.reserve_slips,
        keep_comments_days=given.keep_comments_days,
    )
