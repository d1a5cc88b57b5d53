"""Evaluating an expression over whole columns of Arrow at once.

A mask means what ``core/expression/rows.py`` says of a row. Numbers are compared by Arrow; texts
are folded once a column; for dates and lists the row's own test runs once for each different
value. Columns are those of ``arrow_columns.plain_table``: a missing value is null.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.expression.rows import predicate
from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Exactly,
    Field,
    In,
    Leaf,
    Node,
    Not,
    Or,
    Scalar,
)
from mapapp.core.folding import folded

if TYPE_CHECKING:
    import pyarrow as pa

Mask = NDArray[np.bool_]
_Loose = Compare | In | Empty

_SIGNS: Mapping[str, Callable[[NDArray[np.float64], Scalar], Mask]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_MOST_EXACT = 2**53


class MaskCompiler:
    """Turns expressions about the columns of one plain table into masks of its rows.

    The table must not change: what was folded or looked up once is kept.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._folded: dict[str, pa.Array] = {}

    def mask(self, node: Node) -> Mask:
        """For which rows an expression holds, shape (n,)."""
        match node:
            case Not(term):
                return ~self.mask(term)
            case And(terms):
                return functools.reduce(operator.and_, map(self.mask, terms), self._all())
            case Or(terms):
                return functools.reduce(operator.or_, map(self.mask, terms), ~self._all())
            case Compare(field, "!=", value):
                return ~self.mask(Compare(field, "=", value))
            case Compare() | In() | Exactly() | Empty():
                return self._test(node)

    def _all(self) -> Mask:
        return np.ones(self._table.num_rows, dtype=np.bool_)

    def _column(self, field: Field) -> pa.Array:
        return self._table.column(field.id).combine_chunks()

    def _test(self, test: Leaf) -> Mask:
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self._column(test.field)
        is_text = pa.types.is_string(column.type)
        if isinstance(test, Empty) and not test.field.separator:
            return _mask(pc.is_null(column))
        if isinstance(test, Exactly):
            return _exact_mask(column, test) if is_text else _distinct_mask(column, test)
        if test.field.kind == "number" and not is_text:
            return _number_mask(column, test)
        if test.field.kind == "text" and is_text and not test.field.separator:
            return self._text_mask(column, test)
        return _distinct_mask(column, test)

    def _text_mask(self, column: pa.Array, test: _Loose) -> Mask:
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = self._folded_column(column, test.field)
        match test:
            case Compare(_, "contains", value):
                return _mask(pc.match_substring(texts, folded(str(value))))
            case Compare(_, "starts with", value):
                return _mask(pc.starts_with(texts, folded(str(value))))
            case Compare(_, _, value):
                return _mask(pc.equal(texts, folded(str(value))))
            case In(_, values):
                wanted = pa.array([folded(str(value)) for value in values], pa.string())
                return _mask(pc.is_in(texts, value_set=wanted))
            case Empty():
                return _mask(pc.is_null(column))

    def _folded_column(self, column: pa.Array, field: Field) -> pa.Array:
        if field.id not in self._folded:
            self._folded[field.id] = _folded_texts(column)
        return self._folded[field.id]


def _folded_texts(column: pa.Array) -> pa.Array:
    """Texts as they are compared; those of ASCII alone need no Python."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_ascii = pc.string_is_ascii(column)
    if pc.all(is_ascii).as_py() is not False:
        return pc.ascii_lower(column)
    encoded = column.dictionary_encode()
    different = pa.array([folded(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return different.take(encoded.indices)


def _exact_mask(column: pa.Array, test: Exactly) -> Mask:
    import pyarrow as pa
    import pyarrow.compute as pc

    return _mask(pc.is_in(column, value_set=pa.array(test.values, pa.string())))


def _number_mask(column: pa.Array, test: _Loose) -> Mask:
    present = _mask(column.is_valid())
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    match test:
        case Compare(_, sign, value):
            return present & _compared(values, sign, value)
        case In(_, wanted):
            found = np.zeros(len(values), dtype=np.bool_)
            for value in wanted:
                found |= _compared(values, "=", value)
            return present & found
        case Empty():
            return ~present


def _compared(values: NDArray[np.float64], sign: str, value: Scalar) -> Mask:
    """Numbers compared as Python does, exactly: numpy would make floats of large whole ones."""
    if isinstance(value, str):
        return np.zeros(len(values), dtype=np.bool_)
    if values.dtype.kind == "i" and len(values) and _are_large(values):
        return np.fromiter((_SIGNS[sign](each, value) for each in values.tolist()), np.bool_)
    return np.asarray(_SIGNS[sign](values, value), dtype=np.bool_)


def _are_large(values: NDArray[np.float64]) -> bool:
    return bool(values.max() > _MOST_EXACT or values.min() < -_MOST_EXACT)


def _distinct_mask(column: pa.Array, test: Leaf) -> Mask:
    """The row's own test, once for each different value."""
    import pyarrow.compute as pc

    encoded = column.dictionary_encode()
    holds = predicate(test)
    field = test.field
    answers = [holds({field.id: _values(value, field)}) for value in encoded.dictionary.to_pylist()]
    answers.append(holds({field.id: ()}))
    places = pc.fill_null(encoded.indices, len(answers) - 1).to_numpy(zero_copy_only=False)
    return np.asarray(np.array(answers, dtype=np.bool_)[places])


def _values(value: Scalar, field: Field) -> Sequence[Scalar]:
    if field.separator:
        return [part for part in str(value).split(field.separator) if part]
    return [value]


def _mask(array: pa.Array) -> Mask:
    return np.asarray(array.fill_null(fill_value=False).to_numpy(zero_copy_only=False))
