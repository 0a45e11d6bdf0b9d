"""Earlier years: listed, brought in from a sheet after a look at it, removed year by year."""

from dataclasses import dataclass
from itertools import groupby

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import campaigns, instrument
from survey.accounts import Role
from survey.database import reading, writing
from survey.desk.uploads import MOST_SHOWN, SheetForm, listed
from survey.district.blueprint import bp
from survey.past import kept, sheet
from survey.past.kept import Past
from survey.past.sheet import COLUMNS, EXAMPLES, Looked
from survey.sheets import template
from survey.sheets.table import Table
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ForgetForm(StaffForm):
    """A button: nothing to fill in."""


@dataclass(frozen=True)
class Sent:
    """A table that somebody sent, and what it would keep."""

    table: Table
    would: Looked

    @property
    def faults(self) -> list[str]:
        """The first faults, as they are read."""
        return listed(self.would.faults)

    @property
    def more_faults(self) -> int:
        """How many there are besides."""
        return max(len(self.would.faults) - MOST_SHOWN, 0)


@bp.get("/earlier-years")
@staff(Role.OFFICIAL)
def earlier_years() -> ResponseReturnValue:
    """What is kept of earlier years, year by year."""
    with reading(current.evening().engine) as db:
        found = kept.every(db)
    years = [(year, list(rows)) for year, rows in groupby(found, key=lambda one: one.year)]
    return render_template("district/earlier_years.html", years=years, names=_names(), form=ForgetForm())


@bp.route("/earlier-years/import", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def import_earlier_years() -> ResponseReturnValue:
    """Shows what a sheet would keep, then keeps it."""
    form = SheetForm()
    sent = form.carry_out(lambda: _look(form))
    if sent and form.is_kept and not sent.would.faults:
        done = form.carry_out(lambda: sheet.bring_in(current.evening(), sent.table))
        if done is not None:
            flash(gettext("Figures of earlier years kept: %(count)s.") % {"count": len(done.kept)})
            return redirect(url_for(".earlier_years"))
    form.seen.data = form.fingerprint
    shown = {"form": form, "looked": sent, "columns": COLUMNS, "names": _names(), "most": MOST_SHOWN}
    is_wrong = form.errors or (sent and sent.would.faults)
    return render_template("district/import_earlier_years.html", **shown), 422 if is_wrong else 200


@bp.get("/earlier-years/template.xlsx")
@staff(Role.OFFICIAL)
def earlier_years_template() -> ResponseReturnValue:
    """A sheet to fill in: the heads and two examples."""
    language = current.language()
    answer = Response(template.workbook(COLUMNS, EXAMPLES[language], language), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{gettext('Earlier years')}.xlsx")
    return answer


@bp.post("/earlier-years/<int:year>/remove")
@staff(Role.OFFICIAL)
def forget_year(year: int) -> ResponseReturnValue:
    """Removes everything kept of one year."""
    form = ForgetForm()
    gone = form.carry_out(lambda: _forget(year))
    flash(gettext("Figures of %(year)s removed: %(count)s.") % {"year": year, "count": gone or 0})
    return redirect(url_for(".earlier_years"))


def _look(form: SheetForm) -> Sent:
    table = form.read(COLUMNS)
    with reading(current.evening().engine) as db:
        return Sent(table, sheet.compare(db, table))


def _forget(year: int) -> int:
    with writing(current.evening().engine) as db:
        return kept.forget(db, year)


def _names() -> "Names":
    with reading(current.evening().engine) as db:
        forms = [one.instrument for one in campaigns.every(db)]
    return Names([*forms, *map(instrument.load, instrument.shipped().values())], current.language())


class Names:
    """What a figure's kind and item are called, in the reader's language."""

    def __init__(self, forms: list[instrument.Instrument], language: str) -> None:
        self._kinds: dict[str, str] = {}
        self._items: dict[tuple[str, str], str] = {}
        for section in (section for form in reversed(forms) for section in form.sections):
            self._kinds[section.kind] = section.title[language]
            self._items |= {(section.kind, one.id): one.words[language] for one in section.items}

    def kind(self, one: Past) -> str:
        """The kind of subject."""
        return self._kinds.get(one.kind, one.kind)

    def item(self, one: Past) -> str:
        """The item; all items together where it is none of its own."""
        return self._items.get((one.kind, one.item), gettext("All items together"))
