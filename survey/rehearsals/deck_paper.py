"""The known-answer deck on paper, A4: a card for each ballot that says what to tap, and last the tally to be found.

It carries no code: whoever holds a card scans a slip of the rehearsal.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from fpdf import FPDF

from ballots.document import PAGE_HEIGHT, PAGE_WIDTH, blank
from ballots.errors import FontLacks
from ballots.form import Form, Question
from ballots.glyphs import missing_characters
from ballots.instrument import ABSTAINED, INVALID
from ballots.lettering import width_of
from ballots.plan import MARK
from ballots.typeset import Block, Group, beside, flow, space, stacked, text
from survey.rehearsals import deck
from survey.simulation.voters import Answers, Cell
from survey.web.i18n import catalogue

# Millimetres and points.
LEFT, TOP, BOTTOM = 15.0, 18.0, 281.0
WIDE = PAGE_WIDTH - 2 * LEFT
HALF, GUTTER, ITEM_SHARE = WIDE / 2, 4.0, 0.54
TITLE, HEADING, BODY, SMALL = 17.0, 12.5, 10.5, 9.0
NUMBER, LEAST_ITEM, LINE_WIDTH = 20.0, 45.0, 0.25


def deck_paper(form: Form, community: str, language: str, font: Path) -> bytes:
    """The deck of `form` as a PDF. The same form gives the same bytes. Raises FontLacks."""
    cards = deck.cards(form)
    with blank(font) as pdf:
        paper = _Paper(pdf, form, language)
        groups = [*(paper.card(number, len(cards), card) for number, card in enumerate(cards, 1))]
        head, last = paper.head(community, len(cards)), paper.tally_head(len(cards))
        pages = [*flow(head, groups, TOP, BOTTOM), *flow(last, [*paper.tally(deck.expected(form))], TOP, BOTTOM)]
        if missing := missing_characters("".join([community, MARK, *paper.printed]), font):
            raise FontLacks(characters=" ".join(missing))
        for number, page in enumerate(pages, 1):
            pdf.add_page()
            paper.frame(community, number, len(pages))
            for top, block in page:
                block.draw(top)
        return bytes(pdf.output())


class _Paper:
    """The blocks that the deck's pages are made of, in one language."""

    def __init__(self, pdf: FPDF, form: Form, language: str) -> None:
        self.pdf, self.form, self.language = pdf, form, language
        self.gettext = catalogue(language).gettext
        self.printed: list[str] = []

    def head(self, community: str, number: int) -> Block:
        """What the deck is for."""
        _ = self.gettext
        title = _("Known-answer deck: %(community)s") % {"community": community}
        how = _(
            "Give out the %(number)s cards. Each person scans a slip of this rehearsal, taps what the card says and "
            "sends it. Use every card once, and nothing else: then the count must be the tally on the last page."
        ) % {"number": number}
        return stacked(self.heavy(title, TITLE), space(1.5), self.words(how), space(3))

    def card(self, number: int, of: int, answers: Answers) -> Group:
        """One filled-in ballot."""
        _ = self.gettext
        title = _("Card %(number)s of %(of)s") % {"number": number, "of": of}
        again = _("Card %(number)s, continued") % {"number": number}
        blank = [self.words(_("Tap nothing at all, and send it as it is.")), space(2)] if not answers else []
        rows = [self.subject(position, answers) for position in range(1, len(self.form.subjects) + 1)]
        if blank:
            rows = [stacked(*blank)]
        return Group(self.ruled(title), self.ruled(again), [*rows[:-1], stacked(rows[-1], space(4))])

    def subject(self, position: int, answers: Answers) -> Block:
        """What to tap for one subject: its items in two columns, the level beside each."""
        asked = [question for question in self.form.questions if question.position == position]
        pairs = [asked[at : at + 2] for at in range(0, len(asked), 2)]
        lines = [beside(*(self.answer(one, answers, column * HALF) for column, one in enumerate(row))) for row in pairs]
        return stacked(self.heavy(self.form.subjects[position - 1].name, BODY), space(0.6), *lines, space(1.5))

    def answer(self, question: Question, answers: Answers, indent: float) -> Block:
        """One item and its level."""
        room = HALF - GUTTER
        item, level = question.item.words[self.language], self.level_words(question, answers.get(question.field, ""))
        left = LEFT + indent
        return beside(
            self.text(item, BODY, left, room * ITEM_SHARE - 2),
            self.text(level, BODY, left + room * ITEM_SHARE, room * (1 - ITEM_SHARE), is_heavy=True),
        )

    def level_words(self, question: Question, level: str) -> str:
        """A level as the phone's button says it; left blank where the card has none."""
        if level in ("", ABSTAINED):
            return self.form.instrument.abstain[self.language]
        return question.section.scale.level(level).words[self.language]

    def tally_head(self, number: int) -> Block:
        """What the last page is."""
        _ = self.gettext
        how = _("What the count must find when all %(number)s cards are in the box and nothing else.")
        return stacked(
            self.heavy(_("The tally to be found"), TITLE), space(1), self.words(how % {"number": number}), space(3)
        )

    def tally(self, right: dict[Cell, int]) -> Iterator[Group]:
        """A table for each subject: items down, levels across."""
        for position, subject in enumerate(self.form.subjects, 1):
            asked = [question for question in self.form.questions if question.position == position]
            columns = [level for level in deck.levels(asked[0]) if level != INVALID]
            heads = self.row("", [self.level_words(asked[0], level) for level in columns], is_heavy=True)
            rows = [
                self.row(one.item.words[self.language], [str(right[position, one.item.id, level]) for level in columns])
                for one in asked
            ]
            again = stacked(self.ruled(subject.name), heads)
            yield Group(again, again, [*rows[:-1], stacked(rows[-1], space(3))])

    def row(self, item: str, cells: Sequence[str], *, is_heavy: bool = False) -> Block:
        """One line of a tally."""
        width = min(NUMBER, (WIDE - LEAST_ITEM) / len(cells))
        begin = LEFT + WIDE - width * len(cells)
        numbers = [
            self.text(cell, SMALL if is_heavy else BODY, begin + at * width, width - 1, is_heavy=is_heavy, centre=True)
            for at, cell in enumerate(cells)
        ]
        return stacked(beside(self.text(item or " ", BODY, LEFT, begin - LEFT - 2), *numbers), space(0.8))

    def ruled(self, title: str) -> Block:
        """A heading under a thin line over the whole width."""

        def line(top: float) -> None:
            with self.pdf.local_context(line_width=LINE_WIDTH):
                self.pdf.line(LEFT, top, LEFT + WIDE, top)

        return stacked(Block(1.5, line), self.heavy(title, HEADING), space(1))

    def heavy(self, said: str, size: float) -> Block:
        """A heading."""
        return self.text(said, size, LEFT, WIDE, is_heavy=True)

    def words(self, said: str) -> Block:
        """A paragraph."""
        return self.text(said, BODY, LEFT, WIDE)

    def text(
        self, said: str, size: float, left: float, width: float, *, is_heavy: bool = False, centre: bool = False
    ) -> Block:
        """Text as `typeset` sets it, remembered for the look at the font."""
        self.printed.append(said)
        return text(self.pdf, said, size, left, width, is_heavy=is_heavy, is_centred=centre)

    def frame(self, community: str, number: int, of: int) -> None:
        """The mark of the rehearsal above, and below the community and which page of how many."""
        for said, y, size in ((MARK, 11.0, HEADING), (f"{community} · {number} / {of}", PAGE_HEIGHT - 9, SMALL)):
            width = width_of(self.pdf, said, size)
            self.pdf.set_font_size(size)
            self.pdf.text((PAGE_WIDTH - width) / 2, y, said)
