"""An expression as people say it in both languages, for those who never wrote one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mapapp.core.expression.conditions import RELATIONS, Asked, Condition, condition_list
from mapapp.core.expression.tree import Node, Scalar
from mapapp.core.text import Text

_ALL, _ANY = Text(" and ", "，且"), Text(" or ", "，或")
_VALUES = Text(", ", "、")
_BETWEEN = Text(" and ", "与")
_IN_SENTENCES: Mapping[Asked, Text] = {
    "one_of": Text("is one of", "为"),
    "none_of": Text("is none of", "不为"),
}


def in_words(node: Node) -> Text | None:
    """What an expression asks for; None where it is no list of conditions.

    Fields, relations and values are called as in the dialog that picks them.
    """
    listed = condition_list(node)
    if listed is None or not listed.conditions:
        return None
    return _joined(list(map(_said, listed.conditions)), _ALL if listed.joint == "all" else _ANY)


def _said(condition: Condition) -> Text:
    field, asked = condition.field, condition.relation
    relation = _IN_SENTENCES.get(asked) or RELATIONS[field.kind][asked]
    values = [_value(condition, value) for value in condition.values]
    told = _joined(values, _BETWEEN if asked == "between" else _VALUES)
    parts = [field.label, relation, *([told] if values else []), *([field.unit] if values else [])]
    return Text(
        " ".join(part.en for part in parts if part.en),
        "".join(part.zh for part in parts if part.zh),
    )


def _value(condition: Condition, value: Scalar) -> Text:
    if isinstance(value, str):
        said = condition.field.said(value)
        is_word = said != Text(value, value) or condition.field.kind == "date"
        return said if is_word else Text(f"“{value}”", f"“{value}”")
    number = f"{value:,.10g}"
    return Text(number, number)


def _joined(texts: Sequence[Text], joint: Text) -> Text:
    return Text(joint.en.join(t.en for t in texts), joint.zh.join(t.zh for t in texts))
