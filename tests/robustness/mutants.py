"""Small changes of a Python file, each of which a good test should notice.

Strings, annotations and decorators are left alone: tests of every wording would be brittle,
and the type checker and the import see to the others.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_SWAPS: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
_NAMES: Mapping[str, str] = {"min": "max", "max": "min", "any": "all", "all": "any"}
_ALREADY_NEGATED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
_LEFT_ALONE = frozenset({"annotation", "returns", "decorator_list", "type_params"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a file: its bytes from ``start`` to ``end`` become ``new``.

    Attributes:
        line: where it begins, from 1.
        lines: the lines of the statement it is in (of an ``if``, those of its condition).
        start, end: offsets in bytes of UTF-8.
        old, new: what stands there, and what shall.
    """

    line: int
    lines: range
    start: int
    end: int
    old: str
    new: str

    def apply(self, source: bytes) -> bytes:
        """The file with this change."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{' '.join(self.old.split())}  →  {self.new}"


def mutants_of(source: bytes) -> list[Mutant]:
    """All changes of a file that still compile, in the order of the file."""
    line_starts = [0, *itertools.accumulate(map(len, source.splitlines(keepends=True)))]
    found: dict[tuple[int, int, str], Mutant] = {}
    for node, lines, changed in _changes(ast.parse(source), range(0)):
        start = line_starts[node.lineno - 1] + node.col_offset
        end = line_starts[node.end_lineno - 1] + node.end_col_offset
        text = ast.unparse(ast.fix_missing_locations(changed))
        new = f"({text})" if isinstance(changed, ast.expr) else text
        mutant = Mutant(node.lineno, lines, start, end, source[start:end].decode(), new)
        if _compiles(mutant.apply(source)):
            found.setdefault((start, end, new), mutant)
    return sorted(found.values(), key=lambda mutant: (mutant.start, mutant.end))


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _changes(node: ast.AST, lines: range) -> Iterator[tuple[Any, range, ast.AST]]:
    """Each node that can be changed, with the lines of its statement and what it becomes."""
    if isinstance(node, ast.stmt):
        lines = _lines_of(node)
    for changed in (*_of_operators(node), *_of_constants(node), *_of_statements(node)):
        yield node, lines, changed
    for condition in _conditions(node):
        yield condition, lines, ast.UnaryOp(ast.Not(), condition)
    for child in _children(node):
        yield from _changes(child, lines)


def _lines_of(statement: ast.stmt) -> range:
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(last, statement.lineno) + 1)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    # Positions inside f-strings are wrong before Python 3.12.
    if isinstance(node, ast.JoinedStr) or _is_for_type_checkers(node):
        return
    for name, value in ast.iter_fields(node):
        if name not in _LEFT_ALONE:
            children = value if isinstance(value, list) else [value]
            yield from (child for child in children if isinstance(child, ast.AST))


def _is_for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _of_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                other = _SWAPS[type(operator)]()
                yield _with(node, ops=[*ops[:place], other, *ops[place + 1 :]])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _SWAPS:
            yield _with(node, op=_SWAPS[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Name(id=name) if name in _NAMES:
            yield ast.Name(_NAMES[name])


def _of_constants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value * 2 or 1.0)


def _of_statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Break() | ast.Continue():
            yield _SWAPS[type(node)]()


def _conditions(node: ast.AST) -> Iterator[ast.expr]:
    """Conditions to turn round, but for those that a changed operator turns round already."""
    match node:
        case ast.If() if _is_for_type_checkers(node):
            tests = []
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            tests = [test]
        case ast.comprehension(ifs=tests):
            pass
        case _:
            tests = []
    for test in tests:
        match test:
            case ast.UnaryOp(op=ast.Not()) | ast.Constant():
                pass
            case ast.Compare(ops=[operator]) if isinstance(operator, _ALREADY_NEGATED):
                pass
            case _:
                yield test


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
