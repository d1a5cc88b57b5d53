"""What data the map page may load: the ground, and of each layer geometry, symbology and filter.

All of it is made in the thread of :class:`Background`, out of files that are opened there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import cast, get_args

from mapapp.bridge.resources import PageResources
from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.memory import give_back_memory
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel
from mapapp.core.style.symbology import Theme
from mapapp.render.page.dense import encode_nothing, encode_view, encode_viewed, read_view
from mapapp.render.page.ground import encode_ground
from mapapp.render.page.layers import encode_geometry, encode_symbology, encode_visible, layer_fids
from mapapp.render.scene.dense import DenseLayer, is_viewed, read_dense
from mapapp.render.scene.layer import SceneLayer, read_layer
from mapapp.render.scene.marks import Fids
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.looking_back import goes_by_year

GEOMETRY, SYMBOLOGY, VISIBLE, VIEW = "/geometry/", "/symbology/", "/visible/", "/view/"
_NOW = "now"

AnyLayer = SceneLayer | DenseLayer

_Moment = tuple[str, int, int | None]
"""A layer by its id, its revision, and the year at whose end it is seen, if that matters."""


@record(eq=False)
class _Seen:
    """A layer of very many features with what of it is shown and selected, and out of what."""

    made_of: tuple[object, ...]
    layer: DenseLayer


class PageData:
    """The layers and the ground as the page shows them, read in another thread and kept.

    Only :meth:`show`, :meth:`renew`, :meth:`show_only`, :meth:`select` and the addresses are for
    the window's thread; all else belongs to the thread that reads. What the one writes and the
    other reads is replaced as a whole. A file that cannot be opened now is tried again when it is
    next asked for.

    Args:
        specs: the layers.
        catalogue: where their features are; all is opened anew.
        basemap: where the ground is; it is opened anew.
        closing: closes both, in the thread that reads.
        cancel: says in that thread whether what it reads now is still waited for; then reading
            raises a ``ReadCancelledError``.
    """

    def __init__(
        self,
        specs: tuple[LayerSpec, ...],
        catalogue: LayerCatalogue,
        basemap: Basemap,
        closing: ExitStack,
        cancel: Cancel | None = None,
    ) -> None:
        self._shown = tuple(specs)
        self._known = {spec.id: (0, spec) for spec in specs}
        self._known_catalogue, self._known_basemap = catalogue, basemap
        self._closing = closing
        self._cancel = cancel
        self._serial = 0
        self._kept: dict[_Moment, AnyLayer] = {}
        self._visible: dict[str, Fids] = {}
        self._selected: Mapping[str, list[int]] = {}
        self._seen: dict[str, _Seen] = {}

    def show(self, specs: Sequence[LayerSpec]) -> None:
        """Have these layers from now on; the page may yet ask for those of before.

        Then have the thread that reads :meth:`let_go` of these.
        """
        known = dict(self._known)
        for spec in specs:
            revision, before = known.get(spec.id, (-1, None))
            if spec != before:
                known[spec.id] = revision + 1, spec
        self._known, self._shown = known, tuple(specs)

    def let_go(self) -> None:
        """Keep nothing of layers that are not shown any more, and close their files."""
        shown = {spec.id for spec in self._shown}
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] in shown}
        self._seen = {id_: seen for id_, seen in self._seen.items() if id_ in shown}
        opened: LayerCatalogue | None = vars(self).get("catalogue")
        if opened is not None:
            opened.show(self._shown)

    def reopen(self, refs: Collection[SourceRef]) -> None:
        """Open some sources anew, in the thread that reads; then :meth:`renew` in the window's."""
        opened: LayerCatalogue | None = vars(self).get("catalogue")
        if opened is not None:
            opened.reopen(refs)

    def renew(self, layers: Collection[str] | None) -> None:
        """Read layers, or all for None, anew from now on: files may hold something else."""
        self._known = {
            id_: (before + (layers is None or id_ in layers), spec)
            for id_, (before, spec) in self._known.items()
        }

    def show_only(self, layer: str, fids: Fids | None) -> str | None:
        """Say which features of a layer are shown, and get where the page fetches that.

        None stands for all of them.
        """
        if fids is None:
            self._visible.pop(layer, None)
            return None
        self._visible[layer] = fids
        self._serial += 1
        return f"{VISIBLE}{self._serial}/{layer}.bin"

    def select(self, selected: Iterable[tuple[str, int]]) -> None:
        """Say which features (layer, fid) stand out in the views of layers of very many."""
        chosen: dict[str, list[int]] = {}
        for layer, fid in selected:
            chosen.setdefault(layer, []).append(fid)
        self._selected = chosen

    def geometry_url(self, layer: str, year: int | None) -> str:
        """Where the page fetches what is drawn of a layer at the end of a year, or now."""
        return f"{GEOMETRY}{self._moment(layer, year)}/{layer}.bin"

    def symbology_url(self, layer: str, year: int | None, theme: Theme) -> str:
        """Where the page fetches how a layer is drawn in a theme."""
        return f"{SYMBOLOGY}{self._moment(layer, year)}/{theme}/{layer}.json"

    def layer(self, layer: str, year: int | None) -> AnyLayer:
        """A layer with all its features, as known at the end of a year, or now."""
        revision, spec = self._known[layer]
        key = (layer, revision, year if year and goes_by_year(self.catalogue, spec) else None)
        made = self._kept.pop(key, None) or self._read(spec, year)
        self._keep(key, made)
        if spec not in self._shown:
            self.let_go()
        return made

    def _read(self, spec: LayerSpec, year: int | None) -> AnyLayer:
        if not is_viewed(self.catalogue, spec):
            return read_layer(self.catalogue, spec, year=year, cancel=self._cancel)
        made = read_dense(self.catalogue, spec, self._cancel)
        give_back_memory()
        return made

    def _keep(self, key: _Moment, made: AnyLayer) -> None:
        """Keep a layer, and of itself at other moments only what was asked for last."""
        of_layer = [other for other in self._kept if other[0] == key[0]]
        last = [other for other in of_layer if other[1] == key[1]][-1:]
        for other in of_layer:
            if other not in last:
                del self._kept[other]
        self._kept[key] = made

    def last_layer(self, layer: str, year: int | None) -> AnyLayer | None:
        """The same, or as it was read last where it cannot be read now; None if it never was."""
        try:
            return self.layer(layer, year)
        except DataError:  # which the page gets as well, and says
            return next((kept for key, kept in self._kept.items() if key[0] == layer), None)

    @cached_property
    def catalogue(self) -> LayerCatalogue:
        """The features; raises a ``DataError`` where the atlas cannot be read."""
        atlas = self._known_catalogue.atlas.again()
        self._closing.push(atlas)
        atlas.file.do_not_wait()
        return self._closing.enter_context(self._known_catalogue.again(atlas))

    @cached_property
    def basemap(self) -> Basemap:
        """The ground; raises a ``DataError`` where the file cannot be read."""
        basemap = self._closing.enter_context(Basemap(self._known_basemap.path))
        basemap.do_not_wait()
        return basemap

    def geometry(self, path: str) -> bytes | None:
        """The answer to a ``geometry_url``, by what follows its prefix."""
        asked = self._asked(path, ".bin", 3)
        if asked is None:
            return None
        layer = self.layer(*asked)
        if isinstance(layer, DenseLayer):
            return encode_viewed(f"{VIEW}{path.removesuffix('.bin')}/")
        return encode_geometry(layer)

    def view(self, path: str) -> bytes | None:
        """What a view shows of a layer of very many features, by what follows the prefix."""
        parts = path.removesuffix(".bin").split("/")
        asked, wanted = self._asked("/".join(parts[:3]), ".bin", 3), read_view(parts[3:])
        if asked is None or wanted is None:
            return None
        layer = self.layer(*asked)
        if not isinstance(layer, DenseLayer):
            is_late = parts[0] != str(self._known[asked[0]][0])  # it was one by that address
            return encode_nothing() if is_late else None
        return encode_view(self._as_seen(layer), *wanted)

    def _as_seen(self, layer: DenseLayer) -> DenseLayer:
        """A layer with what is shown and selected of it now; worked out once, not for each view."""
        id_ = layer.spec.id
        shown, selected = self._visible.get(id_), self._selected.get(id_, ())
        made_of, last = (layer, shown, selected), self._seen.get(id_)
        if last is None or any(a is not b for a, b in zip(last.made_of, made_of, strict=True)):
            last = self._seen[id_] = _Seen(made_of, layer.only(shown).selecting(selected))
        return last.layer

    def symbology(self, path: str) -> bytes | None:
        """The answer to a ``symbology_url``, by what follows its prefix."""
        asked = self._asked(path, ".json", 4)
        theme = path.split("/")[2] if asked else ""
        if asked is None or theme not in get_args(Theme):
            return None
        return encode_symbology(self.layer(*asked), cast(Theme, theme))

    def visible(self, path: str) -> bytes | None:
        """The newest answer for a layer, though an older one may be asked for."""
        layer = path.rpartition("/")[2].removesuffix(".bin")
        if layer not in self._known:
            return None
        drawn = self.layer(layer, None)
        if isinstance(drawn, DenseLayer):  # whose views show what passes
            return b""
        return encode_visible(drawn, self._visible.get(layer, layer_fids(drawn)))

    def _moment(self, layer: str, year: int | None) -> str:
        return f"{self._known[layer][0]}/{_NOW if year is None else year}"

    def _asked(self, path: str, suffix: str, count: int) -> tuple[str, int | None] | None:
        """Layer and year that a path names; the page is not trusted."""
        parts = path.removesuffix(suffix).split("/")
        if len(parts) != count or parts[-1] not in self._known:
            return None
        year = parts[1]
        if year == _NOW:
            return parts[-1], None
        is_year = year.isascii() and year.isdecimal() and len(year) <= 4
        return (parts[-1], int(year)) if is_year else None


def serve_data(resources: PageResources, data: PageData) -> None:
    """Say what the page may load and how it is made; nothing is read before it is asked for."""
    resources.add("/ground/world.bin", lambda: encode_ground(data.basemap, "world"))
    resources.add("/ground/region.bin", lambda: encode_ground(data.basemap, "region"))
    makers: Mapping[str, Callable[[str], bytes | None]] = {
        GEOMETRY: data.geometry,
        SYMBOLOGY: data.symbology,
        VISIBLE: data.visible,
        VIEW: data.view,
    }
    for prefix, make in makers.items():
        resources.add_prefix(prefix, make)
