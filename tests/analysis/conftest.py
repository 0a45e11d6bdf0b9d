"""Properties are not timed: a machine that is busy elsewhere proves nothing about a figure."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
