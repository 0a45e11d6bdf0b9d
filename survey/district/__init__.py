"""The official's results: what is published, compared, explained and downloaded.

blueprint     the blueprint that the pages hang on
campaigns     campaigns, and how far each is
results       one campaign, one community
assessments   the superior's points, entered or taken from a sheet
vetoes        veto items, noted and taken back
grades        proposals, and what people confirm
comparison    communities side by side, sub-districts, what moves the whole, questions
years         one item in two years; earlier says which years there are
notices       the public notice of a campaign's results, and its page for everybody
past          results of earlier years, brought in from a sheet
rulebook      rule sets by name and version, and what would change under another one
downloads     charts, workbook, CSV, JSON, Parquet
packs         the whole pack of a campaign, made in the background
sheets        one community's sheet, on paper and as a file
comments      released comments as files of their own
"""

from survey.district import (
    assessments,
    campaigns,
    comments,
    comparison,
    downloads,
    grades,
    notices,
    packs,
    past,
    results,
    rulebook,
    sheets,
    vetoes,
    years,
)
from survey.district.blueprint import bp

__all__ = [
    "assessments",
    "bp",
    "campaigns",
    "comments",
    "comparison",
    "downloads",
    "grades",
    "notices",
    "packs",
    "past",
    "results",
    "rulebook",
    "sheets",
    "vetoes",
    "years",
]
