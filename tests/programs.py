"""Programs that some tests use: a newcomer's machine skips those tests, the project's own checks may not."""

import os
import shutil

import pytest


def require(program: str, package: str) -> str:
    """The path of `program`. Without it the test is skipped, and fails when CI=true; both name the Debian `package`."""
    path = shutil.which(program)
    if path is None:
        missing = f"{program} is not installed; on Debian: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return path
