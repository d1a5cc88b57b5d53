"""How PostgreSQL (16 or later) says the conditions of ``core/expression/sql.py``.

Prepared for a source of PostGIS tables, which there is not yet: ``?`` stands for parameters, to
be written as the driver wants them.
"""

from __future__ import annotations

import json

from mapapp.core.expression.sql import Dialect, Sql


def _folded(text: str) -> str:
    """``casefold`` came with PostgreSQL 18; ``lower`` differs for a few letters such as ß."""
    bare = rf"regexp_replace(normalize({text}::text, NFKD), '[\u0300-\u036f]', '', 'g')"
    return f"lower(normalize({bare}, NFKC))"


def _listed(values: str, separator: str, wanted: str, how: str) -> str:
    part = _folded("part")
    return (
        f"(SELECT coalesce(bool_or(CASE asked.how WHEN 1 THEN strpos({part}, asked.wanted) > 0 "
        f"WHEN 2 THEN strpos({part}, asked.wanted) = 1 ELSE {part} = asked.wanted END), false) "
        f"FROM unnest(string_to_array({values}, {separator})) AS part, "
        f"(VALUES ({wanted}, {how})) AS asked (wanted, how) WHERE part <> '')"
    )


POSTGRESQL = Dialect(
    folded=_folded,
    equals=lambda text, wanted: Sql(f"{_folded(text)} = ?", (wanted,)),
    is_number=lambda value: f"{value} IS NOT NULL",
    is_day=lambda text: (
        rf"({text} ~ '^\d{{4}}-\d{{2}}-\d{{2}}$' AND pg_input_is_valid({text}, 'date'))"
    ),
    contains=lambda text, part: Sql(f"strpos({_folded(text)}, ?) > 0", (part,)),
    begins=lambda text, part: Sql(f"strpos({_folded(text)}, ?) = 1", (part,)),
    among=lambda text: f"{text} IN (SELECT jsonb_array_elements_text(?::jsonb))",
    exactly=lambda column, texts: Sql(
        f"{column}::text IN (SELECT jsonb_array_elements_text(?::jsonb))", (json.dumps(texts),)
    ),
    listed=_listed,
)
