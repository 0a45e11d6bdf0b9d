"""Who may call what. Every endpoint wears one of these guards, or the app refuses to start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate

from survey import acts, scope, sessions, tokens
from survey.accounts import Account, Role
from survey.acts import Actor, Via
from survey.database import reading, writing
from survey.errors import TabletNotLetIn
from survey.sessions import Session
from survey.web import current, devices, tablet

View = TypeVar("View", bound=Callable[..., Any])

_BEFORE_A_NEW_PASSWORD = ("office.change_own_password", "entrance.sign_out")
"""Where an account may go whose password somebody else chose."""
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


def device(view: View) -> View:
    """For a shared tablet that the organizer let in to this meeting. A POST must come from our own pages."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method == "POST" and not _is_from_here():
            abort(403)
        if tablet.serves() != kwargs["meeting_id"]:
            raise TabletNotLetIn
        return view(*args, **kwargs)  # type: ignore[no-any-return]

    return _guarded(guarded, "device")  # type: ignore[return-value]


def staff(*roles: Role) -> Callable[[View], View]:
    """For signed-in accounts with one of `roles`; the administrator always. Others are led to the sign-in page.

    A page with a meeting in its address is for those who have to do with that meeting: this is the one place where
    duties of organizers and names of scrutineers are enforced.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            account = current.account()
            if account is None:
                return redirect(url_for("entrance.sign_in", next=request.path))
            if account.must_change and request.endpoint not in _BEFORE_A_NEW_PASSWORD:
                return redirect(url_for("office.change_own_password"))
            _refuse_others(account, roles, kwargs.get("meeting_id"))
            return view(*args, **kwargs)  # type: ignore[no-any-return]

        return _guarded(guarded, "staff:" + ",".join(sorted(roles)))  # type: ignore[return-value]

    return decorate


def with_token(view: View) -> View:
    """For programs that send a token in use: `Authorization: Bearer …`. Others get 401. No session, no cookie."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        shown = request.authorization
        text = shown.token if shown is not None and shown.type == "bearer" else None
        with reading(current.evening().engine) as db:
            is_known = bool(text) and tokens.find(db, text or "") is not None
        if not is_known:
            abort(401, www_authenticate=WWWAuthenticate("bearer", {"realm": "minxin"}))
        return view(*args, **kwargs)  # type: ignore[no-any-return]

    return _guarded(guarded, "token")  # type: ignore[return-value]


def require_guards(app: Flask) -> None:
    """Returns when every endpoint wears a guard. Raises RuntimeError, naming those that do not."""
    bare = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "guard"))
    if bare:
        raise RuntimeError(f"endpoints without a guard: {', '.join(bare)}")


def load_account() -> None:
    """Finds the session and its account before each request to a staff page; one left alone too long is over.

    Whoever it is, what the request does is noted as theirs; on the pages for keys, as that of a key's holder.
    """
    view = current.view()
    acts.take_the_floor(Actor(Via.KEY if view is not None and view.guard == "bearer" else Via.PAGE))
    if view is None or not view.guard.startswith("staff") or "token" not in session:
        return
    evening = current.evening()
    with reading(evening.engine) as db:
        found = sessions.find(db, session["token"], evening.clock())
    if found is not None:
        g.account, g.session = found
        acts.take_the_floor(Actor(Via.PAGE, g.account.name, g.account.duties))
        _keep_alive(g.session)


def remember(account: Account) -> None:
    """Starts a new session for `account` in the place of this browser's earlier one."""
    evening = current.evening()
    with writing(evening.engine) as db:
        sessions.drop(db, session.get("token", ""))
        token = sessions.begin(db, account, devices.in_words(request.user_agent.string), evening.clock())
    session.clear()
    session["token"] = token
    devices.remember(account.name)


def _keep_alive(found: Session) -> None:
    evening = current.evening()
    if sessions.is_due(found, evening.clock()):
        with writing(evening.engine) as db:
            sessions.touch(db, found.id, evening.clock())


def _refuse_others(account: Account, roles: tuple[Role, ...], meeting_id: str | None) -> None:
    """Lets nobody pass whose role the page is not for, or who has nothing to do with the meeting in its address."""
    if account.role not in (Role.ADMINISTRATOR, *roles):
        abort(403)
    if meeting_id is not None:
        with reading(current.evening().engine) as db:
            if not scope.may_touch(db, account, meeting_id):
                abort(403)


def _guarded(view: View, guard: str) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # how require_guards and the role table see it
    return view


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", _UNSAID)
    return origin == _UNSAID or urlsplit(origin).netloc == request.host
