"""Flask as this app uses it, without what it would do anew for each request and never needs to."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from survey.web.memory import InMemory


class OneSigner(SecureCookieSessionInterface):
    """Sessions in signed cookies, as ever; the signer is made once. One app has one key."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of `app`; None while it has no key."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class App(Flask):
    """All views are plain functions, so none has to be asked whether it is a coroutine."""

    request_class = InMemory

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.session_interface = OneSigner()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself."""
        return func
