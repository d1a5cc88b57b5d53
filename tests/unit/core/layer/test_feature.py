"""What a feature says of itself by the roles of its layer."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.layer.roles import NO_ROLES, ROLES, Role, Roles
from mapapp.core.source.answers import Record
from mapapp.core.text import Language, Text

WELLS = Text("Wells", "水井")
MINE = Roles(id="code", name_en="title", name_zh="title_zh", status="state", precision="quality")


@pytest.mark.parametrize(
    ("roles", "values", "language", "title"),
    [
        (MINE, {"code": "x7", "title": "Deep", "title_zh": "深井"}, "en", "Deep"),
        (MINE, {"code": "x7", "title": "Deep", "title_zh": "深井"}, "zh", "深井"),
        (MINE, {"code": "x7", "title": "Deep", "title_zh": None}, "zh", "Deep"),
        (MINE, {"code": "x7", "title": "", "title_zh": None}, "en", "x7"),
        (Roles(name_en="title"), {"title": "Deep"}, "zh", "Deep"),
        (Roles(name_en="title"), {"title": None}, "en", "Wells 17"),
        (NO_ROLES, {"name_en": "Deep", "remark": "muddy"}, "en", "Wells 17"),
        (NO_ROLES, {}, "zh", "水井 17"),
    ],
)
def test_the_title_is_a_name_a_slug_or_the_layer_and_a_number(
    roles: Roles, values: dict[str, str | None], language: Language, title: str
) -> None:
    assert Record(17, None, values).feature("well", roles, WELLS).title(language) == title


def test_status_and_precision_are_what_roles_say() -> None:
    values = {"state": "closed", "quality": "city", "status": "open", "precision": "exact"}
    feature = Record(1, None, values).feature("well", MINE)
    assert (feature.status, feature.precision) == ("closed", "city")
    bare = Record(1, None, values).feature("well", NO_ROLES)
    assert (bare.status, bare.precision) == (None, None)
    assert bare.properties == values


def test_every_role_has_a_column() -> None:
    assert tuple(field.name for field in fields(Roles)) == ROLES


@given(
    st.sampled_from(ROLES),
    st.dictionaries(st.text(max_size=6), st.one_of(st.none(), st.text(), st.floats()), max_size=5),
    st.text(max_size=6),
)
def test_a_role_has_the_value_of_its_column_or_none(
    role: Role, values: dict[str, str | float | None], column: str
) -> None:
    roles = Roles(**{role: column})
    assert roles.said == {role: column}
    value = values.get(column)
    assert roles.text_of(role, values) == (None if value in (None, "") else str(value))
    assert NO_ROLES.text_of(role, values) is None
