"""The office's blueprint. The modules beside it hang their pages on it."""

from flask import Blueprint

bp = Blueprint("office", __name__)
