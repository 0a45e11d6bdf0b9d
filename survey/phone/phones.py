"""What pages for phones share: their style lies in the page itself, so that a page is whole in one answer.

The policy forbids inline styles; this one is allowed by its hash. See docs/decisions/0003-voting-page-on-the-wire.md.
"""

import base64
import hashlib
from functools import cache

from flask import Blueprint, Response
from markupsafe import Markup

from survey.web import headers, stylesheets

SHEETS = ("base.css", "phone.css")


def install(bp: Blueprint) -> None:
    """Gives the pages of `bp` their style, and the policy that allows it."""
    bp.app_context_processor(lambda: {"phone_style": style})
    bp.after_request(_allow_style)


def style() -> Markup:
    """The style of phone pages without comments and needless space."""
    return stylesheets.inside(*SHEETS)


@cache
def policy() -> str:
    """The content security policy of phone pages: as everywhere, with this one style and the empty icon."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    allowed = {"style-src 'self'": f"style-src 'self' 'sha256-{digest}'", "img-src 'self'": "img-src 'self' data:"}
    policy = headers.POLICY
    for ours, widened in allowed.items():
        policy = policy.replace(ours, widened)
    return policy


def _allow_style(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = policy()
    return answer
