"""An expression as a list of conditions, each a field, a relation and values, as people pick them.

What is picked is written as an expression, and an expression of that shape is read back into what
was picked. Any other expression is none of a list: it is only to be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Field,
    FieldKind,
    In,
    Node,
    Not,
    Operator,
    Or,
    Scalar,
)
from mapapp.core.record import record
from mapapp.core.text import Text

Asked = Literal[
    "is", "is_not", "one_of", "none_of", "contains", "lacks", "starts",
    "at_least", "at_most", "above", "below", "between", "empty", "known",
]  # fmt: skip
Joint = Literal["all", "any"]

_ON_TEXT: Mapping[Asked, Text] = {
    "is": Text("is", "是"), "is_not": Text("is not", "不是"),
    "one_of": Text("is one of", "是其中之一"), "none_of": Text("is none of", "不在其中"),
    "contains": Text("contains", "包含"), "lacks": Text("does not contain", "不包含"),
    "starts": Text("starts with", "开头为"),
}  # fmt: skip
_ON_NUMBERS: Mapping[Asked, Text] = {
    "between": Text("is between", "介于"),
    "at_least": Text("is at least", "至少为"), "at_most": Text("is at most", "至多为"),
    "above": Text("is more than", "大于"), "below": Text("is less than", "小于"),
    "is": Text("is", "等于"), "is_not": Text("is not", "不等于"),
    "one_of": Text("is one of", "是其中之一"), "none_of": Text("is none of", "不在其中"),
}  # fmt: skip
_ON_DATES: Mapping[Asked, Text] = {
    "between": Text("is between", "介于"),
    "at_least": Text("is not before", "不早于"), "at_most": Text("is not after", "不晚于"),
    "above": Text("is after", "晚于"), "below": Text("is before", "早于"),
    "is": Text("is in", "在"), "is_not": Text("is not in", "不在"),
    "one_of": Text("is in one of", "在其中之一"), "none_of": Text("is in none of", "不在任一之中"),
}  # fmt: skip
_ON_ALL: Mapping[Asked, Text] = {
    "known": Text("is known", "有值"),
    "empty": Text("is empty", "为空"),
}

RELATIONS: Mapping[FieldKind, Mapping[Asked, Text]] = {
    "text": {**_ON_TEXT, **_ON_ALL},
    "number": {**_ON_NUMBERS, **_ON_ALL},
    "date": {**_ON_DATES, **_ON_ALL},
}
"""What can be picked for a field of a kind, in order, and how it is said."""

_SIGNS: Mapping[Asked, Operator] = {
    "is": "=", "is_not": "!=", "contains": "contains", "starts": "starts with",
    "at_least": ">=", "at_most": "<=", "above": ">", "below": "<",
}  # fmt: skip
_RELATIONS_OF_SIGNS = {sign: relation for relation, sign in _SIGNS.items()}
_OPPOSITES: Mapping[Asked, Asked] = {
    "is": "is_not", "one_of": "none_of", "contains": "lacks", "empty": "known",
}  # fmt: skip
_POSITIVE: Mapping[Asked, Asked] = {other: one for one, other in _OPPOSITES.items()}


@record
class Condition:
    """One line of a list: two values for "between", some for "one of", none for "empty"."""

    field: Field
    relation: Asked
    values: tuple[Scalar, ...] = ()


@record
class ConditionList:
    """Conditions of which all or any are to hold; without any, everything is shown."""

    joint: Joint = "all"
    conditions: tuple[Condition, ...] = ()

    def node(self) -> Node | None:
        """The expression that says so; None for everything."""
        terms = tuple(map(_node, self.conditions))
        if len(terms) < 2:
            return terms[0] if terms else None
        return And(terms) if self.joint == "all" else Or(terms)


def condition_list(node: Node) -> ConditionList | None:
    """What was picked so that an expression came of it; None where that cannot be."""
    single = _condition(node)
    if single is not None:
        return ConditionList("all", (single,))
    if not isinstance(node, And | Or):
        return None
    read = list(map(_condition, node.terms))
    conditions = tuple(condition for condition in read if condition is not None)
    if len(conditions) < len(read):
        return None
    return ConditionList("all" if isinstance(node, And) else "any", conditions)


def _node(condition: Condition) -> Node:
    field, values = condition.field, condition.values
    match condition.relation:
        case "empty":
            return Empty(field)
        case "one_of":
            return In(field, values)
        case "between":
            return And((Compare(field, ">=", values[0]), Compare(field, "<=", values[1])))
        case "none_of" | "lacks" | "known":
            return Not(_node(Condition(field, _POSITIVE[condition.relation], values)))
        case relation:
            return Compare(field, _SIGNS[relation], values[0])


def _condition(node: Node) -> Condition | None:
    match node:
        case Compare(field, sign, value):
            return Condition(field, _RELATIONS_OF_SIGNS[sign], (value,))
        case In(field, values):
            return Condition(field, "one_of", values)
        case Empty(field):
            return Condition(field, "empty")
        case And((Compare(field, ">=", least), Compare(other, "<=", most))) if field == other:
            return Condition(field, "between", (least, most))
        case Not(term):
            return _opposite(_condition(term))
        case _:
            return None


def _opposite(condition: Condition | None) -> Condition | None:
    if condition is None or condition.relation not in _OPPOSITES:
        return None
    return Condition(condition.field, _OPPOSITES[condition.relation], condition.values)
