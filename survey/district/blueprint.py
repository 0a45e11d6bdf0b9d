"""The district's blueprint. The modules beside it hang their pages on it."""

from flask import Blueprint

bp = Blueprint("district", __name__, url_prefix="/district")
