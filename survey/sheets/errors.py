"""Why a table, or one cell of it, cannot be read. No sentence repeats what stands in a cell."""

from ballots.errors import Refused


class SheetTooLarge(Refused):
    """The file is larger than any list of ours."""

    sentence = "The file is larger than %(most)s MB and was not read. Keep only the columns that are asked for."


class SheetOldFormat(Refused):
    """A workbook of before 2007, or one with a password: both begin with the same bytes."""

    sentence = "This is an old .xls workbook, or one with a password. Save it as .xlsx without a password."


class SheetHasMacros(Refused):
    """The workbook carries programs."""

    sentence = "This workbook holds macros and was not opened. Save it as .xlsx, which holds none."


class SheetNotTable(Refused):
    """Neither a workbook nor text."""

    sentence = "This is neither an XLSX workbook nor a CSV file. In the spreadsheet choose Save as: XLSX."


class SheetUnreadable(Refused):
    """A workbook that is damaged, or made to be one that no program can open."""

    sentence = "This workbook is damaged and cannot be read. Open it in a spreadsheet and save it again as XLSX."


class SheetPacked(Refused):
    """A workbook that unpacks to far more than a list holds."""

    sentence = "This workbook unpacks to far more than a list of names. Copy the list into a new workbook."


class SheetNotText(Refused):
    """Text in an encoding that is none of those read here."""

    sentence = "Line %(line)s: the text is neither UTF-8 nor GB18030. In the spreadsheet choose Save as: CSV UTF-8."


class SheetEmpty(Refused):
    """There is no line below the heads."""

    sentence = "The table is empty: one line names the columns, each further line is one entry."


class SheetTooLong(Refused):
    """There are too many lines."""

    sentence = "The table has more than %(most)s lines. Divide it, and bring in one part after the other."


class SheetTooWide(Refused):
    """There are too many columns or cells."""

    sentence = "The table has more than %(most)s columns. Keep only the columns that are asked for."


class HeadsMissing(Refused):
    """No line names the columns."""

    sentence = "No line names the columns. The first line needs at least: %(columns)s."


class ColumnMissing(Refused):
    """A column that is needed is not there."""

    sentence = "The table has no column %(column)s. Every line needs it."


class ColumnTwice(Refused):
    """Two columns are the same."""

    sentence = "Column %(number)s, %(column)s: there is already a column for this. Keep one of them."


class LineTooLong(Refused):
    """A line has more cells than there are heads: most often a separator inside a name."""

    sentence = "there are more cells than heads. Put quotation marks around a name with a comma in it."


class FormulaEmpty(Refused):
    """A formula whose value was never computed, so that nobody knows what it says."""

    sentence = "this is a formula without a value. Write the value itself."


class CellBroken(Refused):
    """An error of the spreadsheet, such as #REF!."""

    sentence = "the spreadsheet shows an error here. Write the value itself."


class CellTooLong(Refused):
    """More text than any name."""

    sentence = "there are more than %(most)s characters here."


class CellEmpty(Refused):
    """A cell that every line needs is empty."""

    sentence = "this is empty. Fill it in, or remove the line."


class CellNotName(Refused):
    """No name: too long, or with a sign in it that cannot be seen."""

    sentence = "write 1 to %(most)s characters, without invisible marks."


class CellNotNumber(Refused):
    """No whole number."""

    sentence = "write a whole number, such as 52."


class CellNotDay(Refused):
    """No date."""

    sentence = "write the date as 2026-11-23."


class CellNotHour(Refused):
    """No time of day."""

    sentence = "write the time as 19:30."


class LineFault(Refused):
    """One line cannot be taken as it is; `cause` says why."""

    sentence = "Line %(line)s: %(reason)s"

    def __init__(self, line: int, cause: Refused) -> None:
        self.line, self.cause = line, cause
        super().__init__(line=line, reason=str(cause))


class CellFault(LineFault):
    """One cell cannot be taken as it is; `cause` says why."""

    sentence = "Line %(line)s, column %(column)s: %(reason)s"

    def __init__(self, line: int, column: str, cause: Refused) -> None:
        self.line, self.cause = line, cause
        Refused.__init__(self, line=line, column=column, reason=str(cause))
