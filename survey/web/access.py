"""Who may call what. Every endpoint wears one of these guards, or the app refuses to start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from survey import accounts, acts
from survey.accounts import Role
from survey.acts import Actor, Via
from survey.database import reading, writing
from survey.web import current

View = TypeVar("View", bound=Callable[..., Any])

IDLE_SECONDS = 30 * 60
"""After so long without a staff page the session is over: a laptop left alone in the hall is nobody's desk."""
_SEEN_EVERY_SECONDS = 60
_UNSAID = "null"
"""What browsers send over plain HTTP with a form from our own pages, whose policy tells them not to say where from."""


def anybody(view: View) -> View:
    """Open to all: the start page, pictures, the hall screen. Such pages tell nothing that is not public."""
    return _guarded(view, "anybody")


def bearer(view: View) -> View:
    """For whoever holds a slip or a key: the secret in the request is the right. No session, no cookie.

    A POST must come from our own pages; browsers say so themselves.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method == "POST" and not _is_from_here():
            abort(403)
        return view(*args, **kwargs)  # type: ignore[no-any-return]  # views are checked where they are written

    return _guarded(guarded, "bearer")  # type: ignore[return-value]  # wraps keeps the signature


def staff(*roles: Role) -> Callable[[View], View]:
    """For signed-in accounts with one of `roles`; the administrator always. Others are led to the sign-in page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            account = current.account()
            if account is None:
                return redirect(url_for("entrance.sign_in", next=request.path))
            if account.role not in (Role.ADMINISTRATOR, *roles):
                abort(403)
            return view(*args, **kwargs)  # type: ignore[no-any-return]

        return _guarded(guarded, "staff:" + ",".join(sorted(roles)))  # type: ignore[return-value]

    return decorate


def require_guards(app: Flask) -> None:
    """Returns when every endpoint wears a guard. Raises RuntimeError, naming those that do not."""
    bare = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "guard"))
    if bare:
        raise RuntimeError(f"endpoints without a guard: {', '.join(bare)}")


def load_account() -> None:
    """Finds the signed-in account before each request to a staff page; one left alone or of an older epoch is over.

    Whoever it is, what the request does is noted as theirs; on the pages for keys, as that of a key's holder.
    """
    view = current.view()
    acts.take_the_floor(Actor(Via.KEY if view is not None and view.guard == "bearer" else Via.PAGE))
    if view is None or not view.guard.startswith("staff") or "name" not in session:
        return
    with reading(current.evening().engine) as db:
        found = accounts.find(db, session["name"])
    idle = _now() - session.get("seen", 0)
    if found is not None and found.epoch == session.get("epoch") and idle < IDLE_SECONDS:
        g.account = found
        acts.take_the_floor(Actor(Via.PAGE, found.name))
        if idle >= _SEEN_EVERY_SECONDS:
            session["seen"] = _now()


def remember(account: accounts.Account) -> None:
    """Starts a new session for `account`, and notes it."""
    with writing(current.evening().engine) as db:
        accounts.note_signed_in(db, account)
    session.clear()
    session.update(name=account.name, epoch=account.epoch, seen=_now())


def _now() -> int:
    return int(current.evening().clock().timestamp())


def _guarded(view: View, guard: str) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # how require_guards and the role table see it
    return view


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", _UNSAID)
    return origin == _UNSAID or urlsplit(origin).netloc == request.host
