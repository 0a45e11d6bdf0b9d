"""What the frame of every page knows: the account, the demo, the other language, the colours of levels."""

from urllib.parse import urlencode

from flask import Flask, Response, request

from analysis import palette
from ballots.instrument import LANGUAGES
from ballots.plan import MARK
from survey import naming
from survey.database import reading
from survey.web import current

_YEAR_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Gives every template of `app` what its frame needs."""
    app.jinja_env.globals.update(level_colours=palette.level_colours, ink_on=palette.ink_on)
    app.jinja_env.globals.update(district_name=district_name, mark=MARK)
    app.context_processor(_frame)
    app.after_request(_keep_language)


def district_name() -> str:
    """The district's name, for the frame of staff pages and for papers; empty while it has none."""
    with reading(current.evening().engine) as db:
        return naming.district_name(db)


def _frame() -> dict[str, object]:
    other = next(language for language in LANGUAGES if language != current.language())
    return {
        "account": current.account(),
        "is_demo": current.is_demo(),
        "other_language": other,
        "other_language_url": f"?{urlencode({**_asked(), 'lang': other})}",
    }


def _asked() -> dict[str, str]:
    """What the address of a page of ours asks for. No other page repeats what somebody put into an address."""
    return dict(request.args) if current.view() is not None else {}


def _keep_language(answer: Response) -> Response:
    """Remembers a language chosen on a page for staff. Bearers of a slip get no cookie at all."""
    view, asked = current.view(), request.args.get("lang")
    if asked in LANGUAGES and view is not None and view.guard.startswith("staff"):
        answer.set_cookie(
            "lang",
            asked,
            max_age=_YEAR_SECONDS,
            secure=current.settings().is_https,
            httponly=True,
            samesite="Strict",
        )
    return answer
