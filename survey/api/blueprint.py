"""The blueprint for programs. The modules beside it hang their addresses on it."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api")
