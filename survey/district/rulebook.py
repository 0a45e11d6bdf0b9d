"""Rule sets at the district's desk: listed, a copy edited, one uploaded; and what would change under another one."""

import tomllib
from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from analysis import rules as rule_sets
from analysis.errors import RulesFault
from analysis.rules import Aggregate, CountBasic, Denominator, Majority, PersonOverall, Rules
from analysis.rulewriter import edited, sourced
from ballots import instrument
from ballots.meetings import State
from survey import rulebook
from survey.accounts import Role
from survey.database import reading, writing
from survey.district.blueprint import bp
from survey.district.results import find
from survey.errors import NothingSent
from survey.rulebook import Version
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

CHOICES = {
    "denominator": Denominator,
    "count_basic": CountBasic,
    "person_overall": PersonOverall,
    "aggregate": Aggregate,
    "majority": Majority,
}
WHOLE = ("k_min", "min_present", "weight_public", "weight_superior")
_LONGEST = 200


class CopyForm(StaffForm):
    """A copy of rules under a name of its own; `of` adds a field for each choice, and for what each level counts."""

    name = StringField(validators=[InputRequired(), Length(max=80)])
    version = StringField(validators=[InputRequired(), Length(max=80)])
    title = StringField(validators=[InputRequired(), Length(max=_LONGEST)])

    @classmethod
    def of(cls, rules: Rules) -> "CopyForm":
        """The form, filled with the rules as they are."""
        fields: dict[str, object] = {}
        for name in rules.sources:
            fields[f"value_{name}"] = _field(name)
            fields[f"source_{name}"] = StringField(validators=[Optional(), Length(max=_LONGEST)])
        for scale, levels in ladders().items():
            for level in levels:
                own = rules.points.get(scale, {}).get(level, "")
                fields[f"points_{scale}_{level}"] = StringField(default=own, validators=[Optional(), Length(max=3)])
        made: type[CopyForm] = type("CopyForm", (cls,), fields)
        about = {"name": rules.name, "version": rules.version, "title": rules.title[current.language()]}
        written = tomllib.loads(rules.source)["parameters"]
        return made(data=about | {f"value_{name}": str(written[name]["value"]) for name in rules.sources})

    def written(self, rules: Rules) -> str:
        """The copy as TOML. Raises RulesFault for a whole number that is none."""
        title = dict.fromkeys(instrument.LANGUAGES, self.title.data)
        about = {"name": self.name.data.strip(), "version": self.version.data.strip(), "title": title}
        values = {name: self._value(name) for name in rules.sources}
        changed = edited(rules.source, about, values, self._points())
        given = {name: self[f"source_{name}"].data.strip() for name in rules.sources if self[f"source_{name}"].data}
        return sourced(changed, given)

    def _value(self, name: str) -> object:
        typed = str(self[f"value_{name}"].data).strip()
        return _whole(typed, f"parameters.{name}") if name in WHOLE else typed

    def _points(self) -> dict[str, dict[str, int]]:
        """The points by scale; a scale without any keeps those of its form."""
        found: dict[str, dict[str, int]] = {}
        for scale, levels in ladders().items():
            typed = {level: str(self[f"points_{scale}_{level}"].data or "").strip() for level in levels}
            if any(typed.values()):
                found[scale] = {level: _whole(text, f"points.{scale}") for level, text in typed.items()}
        return found


class UploadForm(StaffForm):
    """A rule file."""

    file = FileField()
    source = TextAreaField(validators=[Optional(), Length(max=100_000)], render_kw={"rows": 16, "wrap": "off"})

    @property
    def text(self) -> str:
        """What was sent. Raises NothingSent, RulesFault when it is not UTF-8."""
        if not self.file.data:
            if not (self.source.data or "").strip():
                raise NothingSent
            return str(self.source.data)
        try:
            return str(self.file.data.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise RulesFault("rules.toml", "file", "is not UTF-8 text") from None


@bp.get("/rules")
@staff(Role.OFFICIAL)
def rules() -> ResponseReturnValue:
    """Every version of every rule set, and which campaigns count by it."""
    return render_template("district/rules_list.html", versions=_every())


@bp.route("/rules/<fingerprint>/copy", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def copy_rules(fingerprint: str) -> ResponseReturnValue:
    """Every choice with its source, to be changed in a copy under another name or version."""
    with reading(current.evening().engine) as db:
        found = rulebook.find(db, fingerprint)
    form = CopyForm.of(found.rules)
    kept = form.carry_out(lambda: _keep(form.written(found.rules)))
    if kept is None:
        shown = {"form": form, "of": found, "rules": found.rules, "ladders": ladders(), "choices": CHOICES}
        return render_template("district/copy_rules.html", **shown), form.status
    flash(gettext("The rules %(name)s %(version)s are kept.") % vars(kept.rules))
    return redirect(url_for(".rules"))


@bp.route("/rules/upload", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def upload_rules() -> ResponseReturnValue:
    """Takes a rule file, checked whole."""
    form = UploadForm()
    kept = form.carry_out(lambda: _keep(form.text))
    if kept is None:
        return render_template("district/upload_rules.html", form=form), form.status
    flash(gettext("The rules %(name)s %(version)s are kept.") % vars(kept.rules))
    return redirect(url_for(".rules"))


@bp.get("/rules/<fingerprint>.toml")
@staff(Role.OFFICIAL)
def rules_file(fingerprint: str) -> ResponseReturnValue:
    """The rules as the file they were read from."""
    with reading(current.evening().engine) as db:
        found = rulebook.find(db, fingerprint).rules
    answer = Response(found.source, mimetype="application/toml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.name}-{found.version}.toml")
    return answer


@bp.get("/campaigns/<campaign_id>/what-if")
@staff(Role.OFFICIAL)
def what_if(campaign_id: str) -> ResponseReturnValue:
    """The published tallies of the campaign under another version, beside its own."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
    versions = [one for one in _every() if one.fingerprint != campaign.rules.fingerprint]
    own = rule_sets.parse(campaign.rules.source, campaign.name)
    other = next((one for one in versions if one.fingerprint == request.args.get("rules")), None)
    shown = {"campaign": campaign, "versions": versions, "own": own, "other": other, "found": None}
    if other is not None:
        from survey.published import what_if as side_by_side

        with reading(current.evening().engine) as db:
            shown["found"] = side_by_side.what_if(db, campaign, own, other.rules, current.language())
    return render_template("district/what_if.html", **shown)


def ladders() -> Mapping[str, tuple[str, ...]]:
    """The levels of each scale of the forms that come with the product, by scale id."""
    forms = map(instrument.load, instrument.shipped().values())
    return {scale.id: tuple(level.id for level in scale.levels) for form in forms for scale in form.scales}


def _every() -> list[Version]:
    with reading(current.evening().engine) as db:
        return rulebook.every(db)


def _keep(source: str) -> Version:
    with writing(current.evening().engine) as db:
        return rulebook.keep(db, source, current.evening().clock())


def _field(name: str) -> Any:
    if name in CHOICES:
        return SelectField(choices=[one.value for one in CHOICES[name]])
    return StringField(validators=[InputRequired(), Length(max=80)])


def _whole(typed: str, place: str) -> int:
    if not typed.isdecimal() or len(typed) > 7:
        raise RulesFault("rules", place, "is not a whole number from %(least)s to %(most)s", least=0, most=1_000_000)
    return int(typed)
