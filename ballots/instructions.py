"""What a paper ballot says besides the form itself: how to mark it, and which page is which."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """What the paper says in one language; `%(page)s`, `%(pages)s` and `%(name)s` are filled in."""

    how: tuple[str, ...]
    one_page: str
    several_pages: str
    items: str
    continued: str
    page: str

    @property
    def characters(self) -> str:
        """All of it in one string, to ask a font about."""
        return "".join((*self.how, self.one_page, self.several_pages, self.items, self.continued, self.page))


WORDINGS: Mapping[str, Wording] = {
    "zh-CN": Wording(
        how=(
            "每个项目只在一个圈里打“✓”。",
            "没有打的项目算弃权；打了两个的项目，这一项无效。",
            "不写姓名，不做记号；认得出是谁填的票是废票。",
        ),
        one_page="填好后折起，投进票箱。",
        several_pages="共 %(pages)s 页。填好后一起折起，投进票箱。",
        items="项目",
        continued="%(name)s（续）",
        page="第 %(page)s 页，共 %(pages)s 页",
    ),
    "en": Wording(
        how=(
            "Tick one circle for each item.",
            "An item without a tick counts as an abstention; an item with two ticks is invalid.",
            "Write no name and make no sign: a ballot that shows who filled it in is spoiled.",
        ),
        one_page="When you are done, fold it and put it into the box.",
        several_pages="%(pages)s pages. When you are done, fold them together and put them into the box.",
        items="Item",
        continued="%(name)s (continued)",
        page="Page %(page)s of %(pages)s",
    ),
}
"""What the paper says, by language, one entry for each of instrument.LANGUAGES."""
