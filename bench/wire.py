"""What a phone fetches to vote: how often it asks, and how many bytes come back, headers included."""

import shutil

from playwright.sync_api import Request, sync_playwright

from bench.casting import process, tell
from bench.figures import Figure

SLIPS = 40
MOST_BYTES = 14_600
"""What ten packets of a first round trip carry."""


def measure() -> list[Figure]:
    """Requests and bytes of the voting page, opened for the first time."""
    with process("bench.product", str(SLIPS)) as ours:
        told = tell(ours)
        sizes = _fetched(f"http://127.0.0.1:{told['port']}/v/{told['meeting']}#{told['codes'][0]}")
    asked = [size for path, size in sizes if "/check" not in path]  # the code on the slip, looked up afterwards
    detail = ", ".join(f"{path} {size}" for path, size in sizes)
    return [
        Figure("requests for the voting page", len(asked), "", None, 2, detail),
        Figure("bytes for the voting page, compressed", sum(asked), "bytes", None, MOST_BYTES),
    ]


def _fetched(address: str) -> list[tuple[str, int]]:
    """Path and bytes of each answer, in order."""
    done: list[Request] = []

    def note(request: Request) -> None:
        done.append(request)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN").new_page()
        page.on("requestfinished", note)
        page.goto(address, wait_until="networkidle")
        found = [(request.url.partition("#")[0].split("/", 3)[3], request.sizes()) for request in done]
        browser.close()
    return [(f"/{path}", sizes["responseBodySize"] + sizes["responseHeadersSize"]) for path, sizes in found]
