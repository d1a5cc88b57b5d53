"""One idea a module, one job a function: neither grows beyond 400 lines, or 40."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("mapapp", "packaging", "docs", "benchmarks", "tests")
MOST_OF_A_MODULE, MOST_OF_A_FUNCTION = 400, 40


def modules() -> dict[str, str]:
    files = (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_no_module_is_too_long() -> None:
    lengths = {name: len(text.splitlines()) for name, text in modules().items()}
    assert not {name: n for name, n in lengths.items() if n > MOST_OF_A_MODULE}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{name}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, text in modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: n for name, n in lengths.items() if n > MOST_OF_A_FUNCTION}
