"""Asking a row of values whether an expression holds for it.

A row gives each field's values by its id: none, one or several (a thing has two names).
A comparison holds if it does for one of them; ``!=`` is the opposite of ``=``, so that
nothing falls between the two. Texts are compared without regard to case, width and accents.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping

from mapapp.core.dates import first_day, is_date, last_day
from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Exactly,
    Field,
    In,
    Node,
    Not,
    Or,
    Scalar,
)
from mapapp.core.folding import folded

Row = Mapping[str, Collection[Scalar]]
Predicate = Callable[[Row], bool]
_Test = Callable[[Scalar], bool]

_NUMBER_TESTS: Mapping[str, Callable[[Scalar, Scalar], bool]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def predicate(node: Node) -> Predicate:
    """A function that says whether an expression holds for a row."""
    match node:
        case Compare(field, "!=", value):
            equal = predicate(Compare(field, "=", value))
            return lambda row: not equal(row)
        case Compare(field, sign, value):
            return _any(field, _test(field, sign, value))
        case In(field) | Exactly(field):
            return _any(field, _among(node))
        case Empty(field):
            return lambda row: not row[field.id]
        case Not(term):
            wanted = predicate(term)
            return lambda row: not wanted(row)
        case And(terms) | Or(terms):
            join = all if isinstance(node, And) else any
            tests_of_terms = [predicate(term) for term in terms]
            return lambda row: join(test(row) for test in tests_of_terms)


def _any(field: Field, test: _Test) -> Predicate:
    return lambda row: any(test(value) for value in row[field.id])


def _among(node: In | Exactly) -> _Test:
    if isinstance(node, Exactly):
        texts = frozenset(node.values)
        return lambda value: str(value) in texts
    tests = [_test(node.field, "=", value) for value in node.values]
    return lambda value: any(test(value) for test in tests)


def _test(field: Field, sign: str, wanted: Scalar) -> _Test:
    match field.kind:
        case "number":
            compare = _NUMBER_TESTS[sign]
            return lambda value: compare(value, wanted)
        case "date":
            return _date_test(sign, str(wanted))
        case "text":
            text = folded(str(wanted))
            if sign == "contains":
                return lambda value: text in folded(str(value))
            if sign == "starts with":
                return lambda value: folded(str(value)).startswith(text)
            return lambda value: text == folded(str(value))


def _date_test(sign: str, wanted: str) -> _Test:
    """Dates compared by what they surely mean: 2015-12 lies in 2015 and before 2016.

    A text that is no date is neither before nor after one.
    """
    first, last = first_day(wanted), last_day(wanted)
    tests: Mapping[str, Callable[[str], bool]] = {
        "=": lambda value: first <= first_day(value) and last_day(value) <= last,
        "<": lambda value: last_day(value) < first,
        "<=": lambda value: last_day(value) <= last,
        ">": lambda value: first_day(value) > last,
        ">=": lambda value: first_day(value) >= first,
    }
    test = tests[sign]
    return lambda value: is_date(str(value)) and test(str(value))
