"""Compiling an expression to the condition of an SQL query.

The condition means what ``core/expression/rows.py`` says of a row, and is always true or false:
an unknown value (NULL) fails every comparison, so that its opposite holds. Values travel as
parameters, never as text of the query.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from mapapp.core.dates import first_day, last_day
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
from mapapp.core.record import record


@record
class Sql:
    """A condition with ``?`` for each of its parameters."""

    text: str
    parameters: tuple[Scalar, ...] = ()


@record
class Dialect:
    """What databases say differently; each gets the SQL of a value and answers with SQL.

    Attributes:
        folded: the text as ``core/folding.py`` folds it.
        equals: whether a text, folded, is one that is folded already: the condition.
        is_number: whether the value is a number.
        is_day: whether the text is a real day, written 2023-05-19.
        contains: whether a text, folded, has one in it that is folded already: the condition.
        begins: whether it begins with one.
        among: whether the text is one of a JSON array of texts, which is the parameter.
        exactly: whether a column, written as a text, is one of some texts: the condition, which
            should let the database use an index of the column.
        listed: whether a list, cut at its separator, has a value: list, separator, value, and
            whether it is to be the whole value (0), a part (1) or the beginning (2).
    """

    folded: Callable[[str], str]
    equals: Callable[[str, str], Sql]
    is_number: Callable[[str], str]
    is_day: Callable[[str], str]
    contains: Callable[[str, str], Sql]
    begins: Callable[[str, str], Sql]
    among: Callable[[str], str]
    exactly: Callable[[str, Sequence[str]], Sql]
    listed: Callable[[str, str, str, str], str]


_PARTS = {"contains": 1, "starts with": 2}


class SqlCompiler:
    """Turns expressions about the columns of one table into conditions.

    Args:
        dialect: how the database says it.
        column: the SQL of the column that holds the values of a field.
    """

    def __init__(self, dialect: Dialect, column: Callable[[Field], str]) -> None:
        self._dialect = dialect
        self._column = column

    def condition(self, node: Node) -> Sql:
        """The condition that holds for the rows for which an expression does."""
        match node:
            case Not(term):
                return _negation(self.condition(term))
            case And(terms):
                return _joined(list(map(self.condition, _quickest_first(terms))), "AND")
            case Or(terms):
                return _joined(list(map(self.condition, _quickest_first(terms))), "OR")
            case Empty(field):
                return _negation(Sql(self._has_value(field)))
            case Compare(field, sign, value):
                return self._test(field, sign, value)
            case In() | Exactly():
                return self._among(node)

    def _among(self, test: In | Exactly) -> Sql:
        if isinstance(test, In):
            return self._in(test.field, test.values)
        column = self._column(test.field)
        found = self._dialect.exactly(column, list(filter(None, test.values)))
        return Sql(f"({column} IS NOT NULL AND {found.text})", found.parameters)

    def _in(self, field: Field, values: tuple[Scalar, ...]) -> Sql:
        if field.kind == "text" and not field.separator:
            wanted = json.dumps([folded(str(value)) for value in values])
            value = self._dialect.folded(self._column(field))
            return Sql(f"({self._has_value(field)} AND {self._dialect.among(value)})", (wanted,))
        return _joined([self._test(field, "=", value) for value in values], "OR")

    def _test(self, field: Field, sign: str, value: Scalar) -> Sql:
        if sign == "!=":
            return _negation(self._test(field, "=", value))
        match field.kind:
            case "number":
                column = self._column(field)
                is_number = self._dialect.is_number(column)
                return Sql(f"({column} {sign} ? AND {is_number})", (value,))
            case "date":
                return self._date_test(field, sign, str(value))
            case "text":
                return self._text_test(field, sign, folded(str(value)))

    def _text_test(self, field: Field, sign: str, text: str) -> Sql:
        dialect, column = self._dialect, self._column(field)
        if field.separator:
            test = dialect.listed(column, "?", "?", "?")
            parameters = (field.separator, text, _PARTS.get(sign, 0))
            return Sql(f"({self._has_value(field)} AND {test})", parameters)
        tests = {"contains": dialect.contains, "starts with": dialect.begins, "=": dialect.equals}
        found = tests[sign](column, text)
        # A value of no characters has only the empty text in it.
        has_value = f"{column} IS NOT NULL" if text else self._has_value(field)
        return Sql(f"({has_value} AND {found.text})", found.parameters)

    def _date_test(self, field: Field, sign: str, wanted: str) -> Sql:
        """Dates by what they surely mean, as texts, for which ``2015-02-31`` ends a February."""
        column = self._column(field)
        first, last = _padded(column, "-01", "-01"), _padded(column, "-12", "-31")
        begin, end = first_day(wanted).isoformat(), _month_end_as_31(wanted)
        tests = {
            "=": Sql(f"? <= {first} AND {last} <= ?", (begin, end)),
            "<": Sql(f"{last} < ?", (begin,)),
            "<=": Sql(f"{last} <= ?", (end,)),
            ">": Sql(f"{first} > ?", (end,)),
            ">=": Sql(f"{first} >= ?", (begin,)),
        }
        test = tests[sign]
        is_date = f"{column} IS NOT NULL AND {self._dialect.is_day(first)}"
        return Sql(f"({is_date} AND {test.text})", test.parameters)

    def _has_value(self, field: Field) -> str:
        column = self._column(field)
        separator = field.separator.replace("'", "''")
        value = f"replace({column}, '{separator}', '')" if separator else column
        return f"({column} IS NOT NULL AND {value} <> '')"


def _padded(column: str, month: str, day: str) -> str:
    """A date filled up to a day."""
    return (
        f"CASE length({column}) WHEN 4 THEN {column} || '{month}{day}' "
        f"WHEN 7 THEN {column} || '{day}' ELSE {column} END"
    )


def _month_end_as_31(wanted: str) -> str:
    """The last day of a date, as the text that every month of a column ends with.

    So a column's ``2015-02`` is no later than ``2015-02-28``, its last day, but later than
    ``2015-02-27``, without counting the days of a month in SQL.
    """
    last = last_day(wanted)
    is_month_end = last == last_day(last.isoformat()[:7])
    return f"{last.isoformat()[:8]}31" if is_month_end else last.isoformat()


def _quickest_first(terms: Sequence[Node]) -> list[Node]:
    """Tests of numbers before those of texts: databases go from left to right and stop early."""
    return sorted(terms, key=_slowness)


def _slowness(term: Node) -> int:
    match term:
        case Exactly():
            return 0
        case Compare(field) | In(field) | Empty(field):
            return 0 if field.kind == "number" else 1
        case _:
            return 2


def _negation(condition: Sql) -> Sql:
    return Sql(f"NOT {condition.text}", condition.parameters)


def _joined(conditions: Sequence[Sql], word: str) -> Sql:
    """Conditions joined two by two: databases bound the depth of a chain (SQLite to 1,000)."""
    if not conditions:
        return Sql("(1 = 0)" if word == "OR" else "(1 = 1)")
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    left, right = _joined(conditions[:middle], word), _joined(conditions[middle:], word)
    return Sql(f"({left.text} {word} {right.text})", left.parameters + right.parameters)
