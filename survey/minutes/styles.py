"""The styles of the minutes as DOCX: an office changes the look of all of them in one place, in Word."""

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

SIDE_MILLIMETRES = 18
NOTE, CELL, FIGURE, CODE, FORM = "Minutes Note", "Minutes Cell", "Minutes Figure", "Minutes Code", "Minutes Form"
DISTRICT = "Minutes District"
"""Our own styles: notes, the three kinds of cells, the ruled table, and the district's name above the title."""
BODY_FONT, HEAD_FONT, TITLE_FONT = "仿宋", "黑体", "宋体"
"""Chinese typefaces that every Word and WPS in an office has, as papers of the authorities use them."""
LATIN_FONT = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
HEAD_GREY = "EEEEEE"
RULE_GREY = "787878"


def define(paper: Paper, language: str) -> None:
    """Gives `paper` every style of the minutes; text is marked as written in `language`."""
    _shape(paper.styles["Normal"], 10.5, BODY_FONT)
    _shape(paper.styles["Title"], 18, TITLE_FONT, is_bold=True, align=ALIGN.CENTER, after=0)
    _shape(paper.styles["Subtitle"], 12, BODY_FONT, align=ALIGN.CENTER, after=4)
    _shape(paper.styles["Heading 1"], 12, HEAD_FONT, before=8, after=3)
    _shape(paper.styles["Heading 2"], 10.5, HEAD_FONT, before=6, after=2)
    _shape(paper.styles["Header"], 10.5, HEAD_FONT, align=ALIGN.CENTER)
    _shape(paper.styles["Footer"], 9, BODY_FONT, align=ALIGN.CENTER)
    for name, size in ((NOTE, 9.0), (CELL, 10.0), (FIGURE, 8.0), (CODE, 8.0)):
        _shape(paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size, BODY_FONT, after=1 if name == NOTE else 0)
    _shape(paper.styles.add_style(DISTRICT, WD_STYLE_TYPE.PARAGRAPH), 14, TITLE_FONT, align=ALIGN.CENTER)
    for name in ("Title", "Subtitle"):
        _unrule(paper.styles[name])
    paper.styles.element.append(parse_xml(_TABLE))
    _mark_language(paper, language)


def _shape(
    style: ParagraphStyle,
    size: float,
    chinese: str,
    *,
    is_bold: bool = False,
    align: ALIGN | None = None,
    before: float = 0,
    after: float = 0,
) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic, font.color.rgb = LATIN_FONT, Pt(size), is_bold, False, BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:cs"), LATIN_FONT)
    shape.space_before, shape.space_after, shape.line_spacing, shape.alignment = Pt(before), Pt(after), 1.1, align


def _unrule(style: ParagraphStyle) -> None:
    """Takes away the line that the library's own style draws below the text."""
    for rule in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(rule)


def _mark_language(paper: Paper, language: str) -> None:
    defaults = paper.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:eastAsia"), "zh-CN")
    if language != "zh-CN":
        lang.set(qn("w:val"), "en-GB")
    defaults.append(lang)


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{RULE_GREY}"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="MinutesForm">
  <w:name w:val="{FORM}"/>
  <w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="59"/>
  <w:tblPr>
    <w:tblBorders>{_EDGES}</w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>
      <w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
</w:style>
"""
