"""How the commands answer: records for JSON, lines for people; a terminal obeys neither.

This is the one place of the command line that prints.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mapapp.core.disk.output import open_output
from mapapp.core.fact.figures import FACT_STATUSES, Fact, Source, format_value, period_text
from mapapp.core.message import Message, Spoken, spoken
from mapapp.core.text import Language, Text
from mapapp.core.texts.plain import terminal_json, terminal_line
from mapapp.core.texts.reasons import why

if TYPE_CHECKING:
    from mapapp.render.sheet.cautions import Caution
    from mapapp.store.atlas import Atlas

_PAID = Text("sponsored", "赞助内容")


def say(line: str = "") -> None:
    """Print one line of an answer.

    Raises:
        EnvironmentProblemError: if the standard output is closed.
    """
    print(terminal_line(spoken(line)), file=open_output())


def complain(sentence: str) -> None:
    """Print one line of complaint to stderr, at once."""
    if sys.stderr is not None:
        print(terminal_line(" ".join(spoken(sentence).split())), file=sys.stderr, flush=True)


def failed_at(error: OSError) -> Message:
    """That the disk refused something, in one sentence."""
    if error.filename:
        return Message(
            "Reading or writing failed at {path} ({reason}); check disk and rights.",
            path=error.filename,
            reason=why(error),
        )
    return Message(
        "Reading or writing failed ({reason}); check disk and rights.", reason=why(error)
    )


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON document."""
    print_json_text(json.dumps(answer, ensure_ascii=False, indent=2))


def print_json_text(text: str) -> None:
    """Print a JSON document that is written already."""
    print(terminal_json(text), file=open_output())


def fact_record(fact: Fact) -> dict[str, Any]:
    """A fact as scripts get it; ``source`` is the id of the source."""
    return {
        "attribute": fact.attribute,
        "value": fact.value,
        "qualifier": fact.qualifier or None,
        "unit": fact.unit or None,
        "period": fact.period,
        "source": fact.source,
        "status": fact.status,
    }


def full_fact_record(fact: Fact) -> dict[str, Any]:
    """A fact with everything that is known about it."""
    return {
        "id": fact.id,
        **fact_record(fact),
        "value_zh": fact.text_zh or None,
        "paragraph": fact.paragraph,
        "verdict": fact.verdict.en or None,
        "verdict_zh": fact.verdict.zh or None,
        "note": fact.note.en or None,
        "note_zh": fact.note.zh or None,
    }


def source_record(source: Source) -> dict[str, Any]:
    """A source as scripts get it; ``title_zh`` is the Chinese of ``title``."""
    return flat(asdict(source))


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose texts in both languages are two fields, ``note`` and ``note_zh``."""
    fields: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            fields |= {name: value["en"], f"{name}_zh": value["zh"]}
        else:
            fields[name] = value
    return fields


def fact_line(fact: Fact, atlas: Atlas, language: Language) -> str:
    """Value, period and status in one line."""
    attribute, unit = atlas.attributes()[fact.attribute], atlas.units().get(fact.unit)
    value = format_value(fact, attribute, unit, language)
    status = "" if fact.status == "current" else f"[{FACT_STATUSES[fact.status].get(language)}]"
    return "  ".join(part for part in (value, period_text(fact, language), status) if part)


def source_line(fact: Fact, sources: Mapping[str, Source], language: Language) -> str:
    """Who says so, and where in it."""
    source = sources[fact.source]
    paragraph = f", ¶ {fact.paragraph}" if fact.paragraph else ""
    paid = f" ({_PAID.get(language)})" if source.is_sponsored else ""
    return f"{source.citation(language)}{paragraph}{paid}"


def names(name: Text) -> str:
    """Both names, or the one there is."""
    return " ".join(dict.fromkeys(part for part in (name.en, name.zh) if part))


def warn(cautions: Iterable[Caution], place: str = "") -> None:
    """Tell what would mislead about a picture; it was made all the same."""
    for caution in cautions:
        complain(f"mapapp: {place}{caution.text.get(Spoken.language)}")


def tell_progress(share: float) -> None:
    """For the window, which shows it: a line on stderr."""
    from mapapp.render.request.from_json import PROGRESS

    complain(f"{PROGRESS}{share:.3f}")
