"""Where the package's own files are, installed or in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
STATIC = PACKAGE / "static"


def template_folder() -> Path:
    """Where the templates are: inside the package when installed, beside it in a checkout."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parent / "templates"
