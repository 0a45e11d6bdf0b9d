"""Style sheets of ours that lie in the page itself: the one place where text becomes markup without being escaped.

Templates never say so of anything; they put in what comes from here.
"""

import re
from functools import cache

from markupsafe import Markup

from survey.web.folders import STATIC


@cache
def inside(*names: str) -> Markup:
    """The sheets `names` of the static folder, one after the other, without comments and needless space.

    Raises ValueError for a sheet that could end the element it lies in.
    """
    css = "".join((STATIC / name).read_text(encoding="utf-8") for name in names)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r" ?([{};,]) ?|(: )", lambda found: found[1] or ":", re.sub(r"\s+", " ", css)).strip()
    if "<" in css:
        raise ValueError(names)
    return Markup(css)  # noqa: S704  our own files, which no visitor writes to, and no markup in them
