"""Pages for the keys."""

from flask import Blueprint

bp = Blueprint("keys", __name__)
