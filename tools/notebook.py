"""Runs the code cells of a notebook and keeps what they give: `python3 tools/notebook.py docs/examples/NAME.ipynb`.

Cells run in order in one namespace, in the notebook's folder. Kept are what is printed and the value of the last line:
as text, frames as HTML too, figures as PNG. No kernel and no server are needed.
"""

import ast
import base64
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

Output = dict[str, Any]


def run(path: Path) -> dict[str, Any]:
    """The notebook with the outputs that its cells give now."""
    os.environ.setdefault("MPLBACKEND", "agg")
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    with chdir(path.parent):
        for number, cell in enumerate(_code(notebook), 1):
            cell["outputs"] = _outputs("".join(cell["source"]), names, number)
            cell["execution_count"] = number
    return notebook


def _code(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def _outputs(source: str, names: dict[str, Any], number: int) -> list[Output]:
    """What one cell prints, and its last expression."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None
    found: list[Output] = []
    if printed.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        result = {"data": _shown(value), "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        found.append(result)
    return found


def _shown(value: Any) -> dict[str, Any]:
    if hasattr(value, "savefig"):
        picture = io.BytesIO()
        value.savefig(picture, format="png", dpi=90, metadata={"Software": None})
        return {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": ["<Figure>"]}
    html = {"text/html": _lines(value._repr_html_())} if hasattr(value, "_repr_html_") else {}
    return {**html, "text/plain": _lines(repr(value))}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(arguments: list[str]) -> int:
    for name in arguments:
        path = Path(name)
        path.write_text(json.dumps(run(path), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{path}: run, outputs kept")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
