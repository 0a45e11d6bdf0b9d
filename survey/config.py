"""Every setting, read once from the environment. `docs/settings.md` names each of them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ballots.draft import MOST_SLIPS, RESERVE
from survey.errors import SettingNotUsable

PREFIX = "MINXIN_"
HIGHEST_PORT, LONGEST_KEPT = 65535, 365
KEEP_COMMENTS_DAYS = 180


@dataclass(frozen=True)
class Settings:
    """How one Minxin runs. Each field is the environment variable MINXIN_<FIELD>."""

    data: Path = Path("minxin-data")
    """The data folder: database, boxes, secrets, charts."""
    boxes: str = field(default="", repr=False)  # may hold a password
    """The PostgreSQL server that keeps the boxes, as postgresql://…; files in the data folder when empty."""
    host: str = "0.0.0.0"  # noqa: S104  phones in the hall must reach the laptop
    """The interface that `serve` listens on."""
    port: int = 8000
    """The port that `serve` listens on."""
    address: str = ""
    """The address phones use, such as http://192.168.1.5:8000; found out when empty."""
    language: str = "zh-CN"
    """The language of the hall screen and of pages for browsers that ask for neither: zh-CN or en."""
    threads: int = 40
    """Server threads. A phone holds one while its ballot is made durable."""
    keep_box_days: int = 0
    """Days, 0 to 365, that the sealed box is kept after its result is published; then it is destroyed."""
    reserve_slips: int = RESERVE
    """How many slips can still be printed while a box is open: room for them is made when it opens."""
    keep_comments_days: int = KEEP_COMMENTS_DAYS
    """Days, 1 to 365, that residents' comments are kept after the result is published; then they are deleted."""

    @property
    def is_https(self) -> bool:
        """Whether phones reach the server over HTTPS, so that cookies may insist on it."""
        return self.address.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`. Raises SettingNotUsable for one that means nothing."""
    given = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.__dataclass_fields__
        if environment.get(PREFIX + name.upper())
    }
    language = given.get("language", Settings.language)
    if language not in ("zh-CN", "en"):
        raise SettingNotUsable(name="MINXIN_LANGUAGE")
    boxes = given.get("boxes", "")
    if boxes and not boxes.startswith("postgresql://"):
        raise SettingNotUsable(name="MINXIN_BOXES")
    return Settings(
        boxes=boxes,
        data=Path(given.get("data", Settings.data)),
        host=given.get("host", Settings.host),
        port=_number(given, "port", Settings.port),
        address=given.get("address", Settings.address).rstrip("/"),
        language=language,
        threads=_number(given, "threads", Settings.threads),
        keep_box_days=_number(given, "keep_box_days", Settings.keep_box_days, least=0, most=LONGEST_KEPT),
        reserve_slips=_number(given, "reserve_slips", Settings.reserve_slips, least=0, most=MOST_SLIPS),
        keep_comments_days=_number(given, "keep_comments_days", Settings.keep_comments_days, most=LONGEST_KEPT),
    )


def _number(given: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int = HIGHEST_PORT) -> int:
    text = given.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingNotUsable(name=PREFIX + name.upper())
    return int(text)
