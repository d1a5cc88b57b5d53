"""How data of somebody's own is shown at first: a layer for a source, in a colour of its own."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import Geometry, LabelSpec, LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.style.tones import distinct_tones
from mapapp.core.text import Text
from mapapp.core.texts.plain import plain_text

OWN_GROUP = "own"
"""The group of layers that somebody brought in."""

_KINDS: Mapping[Geometry, Text] = {
    "polygon": Text("areas", "面"),
    "line": Text("lines", "线"),
    "point": Text("points", "点"),
}
_SYMBOL = SymbolSpec(Tone("", ""), size_px=10.0, width_px=2.0, fill_opacity=0.35)
_LABEL = LabelSpec(priority=50)
_NAMES = (
    "name", "名称", "名稱", "name_zh", "name_en", "name:zh", "nom", "title", "标题", "站名",
    "地名", "全称", "简称", "姓名", "名字", "label", "place", "地点", "单位名称", "企业名称",
)  # fmt: skip
"""What columns of names are called; the first that there is counts."""

_TIMES = (
    "since", "founded", "established", "opened", "built", "start", "start_date", "start_year",
    "成立", "成立时间", "成立日期", "成立年份", "设立时间", "建成", "建成时间", "建成年份",
    "开业", "开业时间", "开通", "开通时间", "投产时间", "year", "年份", "年", "date", "日期",
)  # fmt: skip
"""What columns of years or dates are called, likewise."""

_TIMED = frozenset({"number", "integer", "real", "date"})


def own_layer(
    id_: str, title: Text, source: SourceRef, geometry: Geometry, tone: Tone, roles: Roles
) -> LayerSpec:
    """The layer of a source, which has names on the map where ``roles`` say their column."""
    has_names = roles.name_en is not None or roles.name_zh is not None
    return LayerSpec(
        id=id_,
        title=title,
        group=OWN_GROUP,
        source=source,
        geometry=geometry,
        order=0,
        symbol=replace(_SYMBOL, colour=tone),
        label=_LABEL if has_names else None,
        roles=roles,
    )


def layer_of_file(
    id_: str,
    ref: SourceRef,
    geometry: Geometry,
    tone: Tone,
    roles: Roles,
    *,
    says_kind: bool = False,
) -> LayerSpec:
    """The layer of a source in a file, called like its table or the file and credited to that.

    ``says_kind`` tells it from those of the same table that have other kinds of geometry.
    """
    path = PurePath(ref.uri)
    title = own_title(ref.table or path.stem, geometry if says_kind else None)
    layer = own_layer(id_, title, ref, geometry, tone, roles)
    return replace(layer, credit=own_title(path.name))


def own_tones(refs: Sequence[SourceRef], specs: Iterable[LayerSpec]) -> list[Tone]:
    """A tone for each source, unlike those of layers; sources of one table share theirs."""
    tones = distinct_tones(used_colours(specs))
    tables = [(ref.uri, ref.table) for ref in refs]
    by_table = dict(zip(dict.fromkeys(tables), tones, strict=False))
    return [by_table[table] for table in tables]


def free_ids(taken: Collection[str]) -> Iterator[str]:
    """Ids without end for layers of somebody's own, of which none is ``taken``."""
    ids = (f"{OWN_GROUP}_{number}" for number in itertools.count(1))
    return (id_ for id_ in ids if id_ not in taken)


def own_title(title: str, kind: Geometry | None = None) -> Text:
    """A title as both languages have it, with the kind of geometry where there are several."""
    plain = plain_text(title)
    if kind is None:
        return Text(plain, plain)
    return Text(f"{plain} ({_KINDS[kind].en})", f"{plain}（{_KINDS[kind].zh}）")


def guessed_roles(columns: Mapping[str, str]) -> Roles:
    """The columns that are called like one of names, and like one of years or dates.

    Args:
        columns: what the values of each are, as a source or a report of a file says it.
    """
    timed = [name for name, kind in columns.items() if kind in _TIMED]
    return Roles(name_en=guessed_name(columns), since=_called(timed, _TIMES))


def guessed_name(columns: Iterable[str]) -> str | None:
    """The column that is called like one of names."""
    return _called(columns, _NAMES)


def _called(columns: Iterable[str], names: Iterable[str]) -> str | None:
    """The column with the first of some names that is there."""
    folded = {unicodedata.normalize("NFKC", name).casefold().strip(): name for name in columns}
    return next((folded[name] for name in names if name in folded), None)


def used_colours(specs: Iterable[LayerSpec]) -> Iterator[str]:
    """The colours of layers on light ground, which a new layer is to differ from."""
    for spec in specs:
        yield spec.symbol.colour.light
        yield from (each.symbol.colour.light for each in spec.classes or ())
