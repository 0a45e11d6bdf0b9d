"""The district's pages over 150 communities with 500 ballots each: seconds of server time for each page."""

import re
import tempfile
from pathlib import Path

from flask.testing import FlaskClient

from ballots import meetings, schedule
from ballots.form import Subject
from ballots.meetings import Plan, Purpose, Votes
from bench import evenings, grading
from bench.figures import Figure, spread
from bench.tally import seconds
from survey import accounts
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.folder import DataFolder

COMMUNITIES, ROUNDS = 150, 5
PASSWORD = "correct horse battery"
PAGES = {
    "the campaign": "/district/campaigns/{campaign}",
    "grades": "/district/campaigns/{campaign}/grades",
    "assessments": "/district/campaigns/{campaign}/assessments",
    "one community": "/district/meetings/{meeting}",
    "minutes": "/desk/meetings/{meeting}/minutes",
    "meetings": "/desk/campaigns/{campaign}",
}


def measure() -> list[Figure]:
    """One figure a page; the first visit, which computes what later ones read, counts like any other.

    Somebody has looked at another campaign since the server started: loading the drawing library is not in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        evening = Evening(DataFolder(Path(folder)))
        earlier, _ = published(evening, "2025", 2)
        campaign, meeting = published(evening, "2026", COMMUNITIES)
        client = official(evening)
        _fetch(client, PAGES["the campaign"].format(campaign=earlier))
        found = [_figure(client, name, path.format(campaign=campaign, meeting=meeting)) for name, path in PAGES.items()]
        evening.engine.dispose()
        return found


def _figure(client: FlaskClient, name: str, path: str) -> Figure:
    took = [seconds(lambda: _fetch(client, path)) for _ in range(ROUNDS)]
    return Figure(f"150 communities × 500 ballots: {name}", max(took), "s", None, 1, f"worst of {spread(took, 's')}")


def _fetch(client: FlaskClient, path: str) -> None:
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} shows nothing")


def published(evening: Evening, name: str, communities: int) -> tuple[str, str]:
    """A campaign whose meetings are published, and one of them: paper ballots, counts drawn by chance."""
    form = grading.founding()[0]
    counts = grading.tallies(communities, form).groupby("community", sort=False)
    campaign = evenings.campaign(evening, name)
    with writing(evening.engine) as db:
        made = schedule.create(db, campaign, [_plan(name, at) for at, name in enumerate(counts.groups)])
        for meeting, (_, votes) in zip(made, counts, strict=True):
            meetings.take_in_paper(db, meeting, grading.BALLOTS, {}, evening.clock())
            cells = votes[["subject", "item", "level", "votes"]].itertuples(index=False)
            meetings.note_count(db, meeting, [Votes(*cell) for cell in cells], evening.clock())
    for meeting in made:
        evening.publish(meeting)
    return campaign, made[0]


def _plan(name: str, at: int) -> Plan:
    subjects = tuple(Subject(kind, f"{name}{kind}") for kind in ("committee", "secretary", "graduate"))
    return Plan(name, subjects, f"{at % 12} 号街道", roll=600, purpose=Purpose.PAPER)


def official(evening: Evening) -> FlaskClient:
    """An administrator, signed in, who sees the desk's pages too."""
    with writing(evening.engine) as db:
        accounts.create(db, "管理员", Role.ADMINISTRATOR, PASSWORD)
    client = create_app(evening, Settings()).test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    sent = {"name": "管理员", "password": PASSWORD, "csrf_token": token[1] if token else ""}
    client.post("/sign-in", data=sent)
    return client
