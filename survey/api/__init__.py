"""Published results for programs: read-only JSON, by token, described in OpenAPI 3.1.

blueprint     the blueprint that the addresses hang on
description   the OpenAPI description: the one place that says what each answer holds
results       campaigns and their published results
"""

from survey.api import results
from survey.api.blueprint import bp

__all__ = ["bp", "results"]
