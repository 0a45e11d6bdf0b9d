"""Whether a page is for everybody: axe-core looks for breaches of WCAG 2.2 at level AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,  # of style sheets and media, for rules of other levels
}
_BREACHES = "rules => axe.run(document, rules).then(found => found.violations.map(rule => rule.id))"
_WIDER = "document.documentElement.scrollWidth > window.innerWidth"


def breaches(page: Page) -> list[str]:
    """The rules of WCAG that the page breaks, and whether it is wider than the screen."""
    page.evaluate(f"{AXE_SCRIPT};0")
    found: list[str] = page.evaluate(_BREACHES, RULES)
    return found + (["sideways scroll"] if page.evaluate(_WIDER) else [])
