"""A report as a workbook: what was found, every count behind it, charts that can be edited, and the rules."""

from collections.abc import Hashable, Mapping
from io import BytesIO

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.columns import head
from analysis.exports.cells import CREATED, OPTIONS, Cell, Sheets, count, figure, parameter, write_table
from analysis.palette import INK, MUTED, PAPER, RULE, STRICT, ink_on, level_colours
from analysis.report import Report
from analysis.tables import beside
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, INVALID, Section, Words

TITLES: dict[str, Words] = {
    "summary": {"zh-CN": "汇总", "en": "Summary"},
    "grades": {"zh-CN": "等级", "en": "Grades"},
    "combined": {"zh-CN": "综合得分", "en": "Combined points"},
    "public": {"zh-CN": "群众测评得分", "en": "Public score"},
    "superior": {"zh-CN": "上级考评得分", "en": "Superior's points"},
    "proposed": {"zh-CN": "建议等级", "en": "Proposed grade"},
    "confirmed": {"zh-CN": "确认等级", "en": "Confirmed grade"},
    "decider": {"zh-CN": "确认机构", "en": "Decided by"},
    "reason": {"zh-CN": "理由", "en": "Reason"},
    "previous": {"zh-CN": "上次确认等级", "en": "Last confirmed"},
    "charts": {"zh-CN": "图表", "en": "Charts"},
    "rules": {"zh-CN": "规则", "en": "Rules"},
    "numerator": {"zh-CN": "%(rate)s 分子", "en": "%(rate)s, numerator"},
    "denominator": {"zh-CN": "分母", "en": "Denominator"},
    "note": {"zh-CN": "说明", "en": "Note"},
    "parameter": {"zh-CN": "参数", "en": "Parameter"},
    "value": {"zh-CN": "取值", "en": "Value"},
    "local": {"zh-CN": "本地默认", "en": "Local default"},
    "source": {"zh-CN": "依据", "en": "Source"},
    "campaign": {"zh-CN": "测评活动", "en": "Campaign"},
    "form": {"zh-CN": "测评表", "en": "Form"},
    "fingerprint": {"zh-CN": "指纹 (SHA-256)", "en": "Fingerprint (SHA-256)"},
    "by_class": {"zh-CN": "票类 %(kind)s", "en": "Classes, %(kind)s"},
    "classes": {"zh-CN": "票类", "en": "Voter classes"},
    "formula": {"zh-CN": "公式", "en": "Formula"},
    "yes": {"zh-CN": "是", "en": "yes"},
}
GRADE_WORDS: dict[str, Words] = {
    "model": {"zh-CN": "示范", "en": "Model"},
    "standard": {"zh-CN": "标准", "en": "Standard"},
    "ordinary": {"zh-CN": "普通", "en": "Ordinary"},
    "undecided": {"zh-CN": "未定", "en": "Undecided"},
}
CHART_PIXELS, FRAME_PIXELS, ROW_PIXELS = 860, 150, 26
"""Width of a chart; height around its bars; height of one bar."""
CELL_PIXELS = 20


def to_xlsx(report: Report, wording: Wording) -> bytes:
    """The report as XLSX: a summary, one sheet of counts per section of the form, native charts, the rules.

    Text is written as text, never as a formula or a link. Units: rates are fractions shown as 0.00%, each beside its
    numerator and denominator. Missing: an empty cell; a hidden row says so in its last column, and an undefined rate
    (nobody rated) shows a dash.
    """
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": report.campaign, "author": "Minxin"})
        writer = _Writer(book, report, wording)
        writer.write_summary()
        writer.write_grades()
        for section in report.instrument.sections:
            writer.write_section(section)
        if report.rules.classes:
            for section in report.instrument.sections:
                writer.write_classes(section)
        writer.write_charts()
        writer.write_rules()
    return target.getvalue()


class _Writer:
    """One workbook on its way; knows its formats, its report and the reader's words."""

    def __init__(self, book: Workbook, report: Report, wording: Wording) -> None:
        self.book, self.report, self.wording = book, report, wording
        self.sheets = Sheets(book)
        self.header = book.add_format(
            {"bold": True, "font_color": PAPER, "bg_color": STRICT, "text_wrap": True, "valign": "vcenter"}
        )
        self.plain = book.add_format({"valign": "vcenter"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self.count = book.add_format({"num_format": "0", "valign": "vcenter"})
        percent = book.add_format({"num_format": "0.00%", "valign": "vcenter", "align": "right"})
        self.score = book.add_format({"num_format": "0.00", "valign": "vcenter", "align": "right"})
        self.figure_formats: list[Format] = [self.count, self.count, percent] * 2 + [self.score, self.plain]

    def title(self, key: str, **values: object) -> str:
        return TITLES[key][self.wording.language] % values

    def write_summary(self) -> None:
        """Every subject in one row, with what speaks for it."""
        texts, counts = ["community", "sub_district", "kind", "name", "item"], ["effective", ABSTAINED, INVALID]
        rates = ["strict_votes", "denominator", "strict_rate", "broad_votes", "denominator", "broad_rate", "score"]
        heads = [head(column, self.wording) for column in [*texts, "valid", *counts, *rates]]
        ballots = dict(zip(self.report.meetings["community"], self.report.meetings["valid"], strict=True))
        rows = [
            [*self.texts(row, texts), int(ballots[row["community"]]), *self.numbers(row, counts)]
            for row in self.report.headlines.to_dict("records")
        ]
        formats = [self.header, *[self.plain] * len(texts), *[self.count] * 4, *self.figure_formats]
        write_table(self.sheets.add(self.title("summary")), [*heads, self.title("note")], rows, formats, frozen=1)

    def write_grades(self) -> None:
        """Every community in one row: its grade as proposed and as people confirmed it, and the points behind it."""
        titles = ("proposed", "confirmed", "previous", "combined", "public", "superior", "decider", "reason")
        heads = [head("community", self.wording), head("sub_district", self.wording), *map(self.title, titles)]
        rows = [self.graded(row) for row in self.report.grades.to_dict("records")]
        looks = [*[self.plain] * 5, *[self.score] * 3, self.plain, self.plain, self.plain]
        formats = [self.header, *looks]
        write_table(self.sheets.add(self.title("grades")), [*heads, self.title("note")], rows, formats, frozen=1)

    def graded(self, row: Mapping[Hashable, object]) -> list[Cell]:
        """One community; its points are empty where the headline is hidden."""
        grades = [self.grade(row[name]) for name in ("proposed", "confirmed", "previous")]
        points: list[Cell] = [figure(row[name]) for name in ("combined", "public", "superior")]
        if row["suppressed"]:
            points[:2] = [None, None]
        told: list[Cell] = [None if pd.isna(row[name]) else str(row[name]) for name in ("decider", "reason")]
        note = self.wording.hidden() if row["suppressed"] else None
        return [str(row["community"]), str(row["sub_district"]), *grades, *points, *told, note]

    def grade(self, name: object) -> str | None:
        """A grade in words; None where there is none."""
        return GRADE_WORDS[name][self.wording.language] if isinstance(name, str) and name else None

    def write_section(self, section: Section) -> None:
        """Every item of every subject of one kind, its counts level by level."""
        table = beside(self.report.items, self.report.tally, section)
        self.write_items(section, self.wording.kind(section.kind), ["community", "name", "item"], table)

    def write_classes(self, section: Section) -> None:
        """The same for each voter class, and weighed where the rules weigh."""
        table = self.report.as_table()
        apart = table[(table["kind"] == section.kind) & (table["class"] != "")]
        name = self.title("by_class", kind=self.wording.kind(section.kind))
        self.write_items(section, name, ["community", "name", "item", "class"], apart)

    def write_items(self, section: Section, sheet: str, texts: list[str], table: pd.DataFrame) -> None:
        """One sheet of items: the texts that name a row, its counts level by level, its rates and its score."""
        wording, kind = self.wording, section.kind
        levels = [level.id for level in section.scale.levels]
        heads = [head(column, wording) for column in [*texts, *levels, "effective", ABSTAINED, INVALID]]
        for rate in (wording.strict(kind), wording.broad(kind)):
            heads += [self.title("numerator", rate=rate), self.title("denominator"), rate]
        heads += [head("score", wording), self.title("note")]
        counts = [*levels, "effective", ABSTAINED, INVALID]
        rows = [[*self.texts(row, texts), *self.numbers(row, counts)] for row in table.to_dict("records")]
        formats = [self.header, *[self.plain] * len(texts), *[self.count] * len(counts), *self.figure_formats]
        write_table(self.sheets.add(sheet), heads, rows, formats, frozen=len(texts))

    def write_charts(self) -> None:
        """For each section the counts that speak for its subjects, and a chart of them, side by side."""
        sheet, top = self.sheets.add(self.title("charts")), 0
        sheet.set_column(0, 0, 24)
        for section in self.report.instrument.sections:
            table = beside(self.report.items, self.report.tally, section)
            shown = table[table["headline"] & ~table["suppressed"]]
            if len(shown):
                top += self.write_chart(sheet, top, section, shown)

    def write_chart(self, sheet: Worksheet, top: int, section: Section, shown: pd.DataFrame) -> int:
        """One block of counts with its chart; returns how many rows they take."""
        wording = self.wording
        levels = [level.id for level in section.scale.levels]
        heads = [wording.kind(section.kind), *(wording.level(section.kind, level) for level in levels)]
        for column, text in enumerate(heads):
            sheet.write_string(top, column, text, self.header)
        for line, row in enumerate(shown.to_dict("records"), top + 1):
            sheet.write_string(line, 0, f"{row['community']} {row['name']}", self.plain)
            for column, level in enumerate(levels, 1):
                sheet.write_number(line, column, int(row[level]), self.count)
        height = FRAME_PIXELS + ROW_PIXELS * len(shown)
        chart = self.stacked_bars(sheet.get_name(), top, len(shown), section)
        chart.set_size({"width": CHART_PIXELS, "height": height})
        sheet.insert_chart(top, len(levels) + 2, chart, {"description": wording.kind(section.kind)})
        return max(len(shown) + 1, height // CELL_PIXELS) + 2

    def stacked_bars(self, sheet: str, top: int, bars: int, section: Section) -> Chart:
        """The native chart of the block whose heads are in row `top`: shares of each level, counts on them."""
        chart = self.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        for column, (_, colour) in enumerate(level_colours(section.scale).items(), 1):
            chart.add_series(
                {
                    "name": [sheet, top, column],
                    "categories": [sheet, top + 1, 0, top + bars, 0],
                    "values": [sheet, top + 1, column, top + bars, column],
                    "fill": {"color": colour},
                    "gap": 45,
                    "data_labels": {"value": True, "num_format": "0;;", "font": {"color": ink_on(colour)}},
                }
            )
        chart.set_title({"name": self.wording.kind(section.kind), "name_font": {"size": 13, "color": INK}})
        chart.set_legend({"position": "top"})
        chart.set_y_axis({"reverse": True, "num_font": {"color": INK}})
        chart.set_x_axis({"num_format": "0%", "num_font": {"color": MUTED}, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": {"color": RULE}})
        return chart

    def write_rules(self) -> None:
        """What was counted, by which rules, and where each of them comes from."""
        rules, form, language = self.report.rules, self.report.instrument, self.wording.language
        rows: list[list[Cell]] = [
            [self.title("campaign"), self.report.campaign, None, None],
            [self.title("form"), f"{form.title[language]} ({form.id}, {form.edition})", None, None],
            [self.title("fingerprint"), form.fingerprint, None, None],
            [self.title("rules"), f"{rules.title[language]} ({rules.name}, {rules.version})", None, None],
            [self.title("fingerprint"), rules.fingerprint, None, None],
        ]
        if rules.classes:
            local = self.title("yes") if rules.weighs_classes else None
            rows.append([self.title("classes"), self.wording.weights(), local, None])
        for section in form.sections:
            rows += [[self.title("formula"), text, None, None] for text in self.wording.formulas(section.kind)]
        for name, source in rules.sources.items():
            local = self.title("yes") if rules.is_local_default(name) else None
            rows.append([name, parameter(getattr(rules, name)), local, source[language]])
        rows.append([self.title("note"), self.wording.foot(), None, None])
        heads = [self.title(key) for key in ("parameter", "value", "local", "source")]
        write_table(self.sheets.add(self.title("rules")), heads, rows, [self.header, *[self.wrapped] * 4], frozen=1)

    def texts(self, row: Mapping[str, object], columns: list[str]) -> list[str]:
        """The text cells of a row, the form's own in the reader's language."""
        kind = str(row["kind"])
        own = {"kind": self.wording.kind(kind), "item": self.wording.item(kind, str(row["item"]))}
        if "class" in columns:
            own["class"] = self.wording.voter_class(str(row["class"]))
        words = {column: str(row[column]) for column in columns} | own
        return [words[column] for column in columns]

    def numbers(self, row: Mapping[str, object], columns: list[str]) -> list[Cell]:
        """The counts, each rate after its numerator and denominator, the score, and a note where they are hidden."""
        if row["suppressed"]:
            return [*[None] * (len(columns) + 7), self.wording.hidden()]
        strict, broad, base = (count(row[column]) for column in ("strict_votes", "broad_votes", "denominator"))
        rates = [strict, base, figure(row["strict_rate"]), broad, base, figure(row["broad_rate"])]
        return [*(count(row[column]) for column in columns), *rates, figure(row["score"]), None]
