"""The official's results: what is published, compared, explained and downloaded.

blueprint    the blueprint that the pages hang on
campaigns    campaigns and what is published of them
"""

from survey.district import campaigns
from survey.district.blueprint import bp

__all__ = ["bp", "campaigns"]
