"""What data the map page may load: the ground, and of each layer geometry, looks and filter.

All of it is made in the thread of :class:`Background`, out of files that are opened there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import TypeVar, cast, get_args

from mapapp.bridge.resources import PageResources
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.render.page.ground import encode_ground
from mapapp.render.page.layers import encode_geometry, encode_looks, encode_visible
from mapapp.render.scene.layer import SceneLayer, read_layer
from mapapp.render.scene.marks import Fids
from mapapp.store.basemap import Basemap
from mapapp.store.geopackage import GeoPackage
from mapapp.store.styled import goes_by_facts

GEOMETRY, LOOKS, VISIBLE = "/geometry/", "/looks/", "/visible/"
_File = TypeVar("_File", bound=GeoPackage)
_NOW = "now"


class PageData:
    """The layers and the ground as the page shows them, read in another thread and kept.

    Only :meth:`renew`, :meth:`take`, :meth:`show_only` and the addresses are for the window's
    thread; all else belongs to the thread that reads. A file that cannot be opened now is tried
    again when it is next asked for.

    Args:
        specs: the layers.
        atlas: where their features are; it is opened anew.
        basemap: where the ground is; it is opened anew.
        closing: closes both, in the thread that reads.
    """

    def __init__(
        self,
        specs: tuple[LayerSpec, ...],
        atlas: GeoPackage,
        basemap: Basemap,
        closing: ExitStack,
    ) -> None:
        self._specs = {spec.id: spec for spec in specs}
        self._former: dict[str, LayerSpec] = {}
        """Layers that went, as they were last: the page may be about to ask for them."""
        self._known_atlas, self._known_basemap = atlas, basemap
        self._closing = closing
        self._revision = 0
        self._serial = 0
        self._kept: dict[tuple[int, LayerSpec, int | None], SceneLayer] = {}
        self._visible: dict[str, Fids] = {}

    def renew(self) -> None:
        """Read all layers anew from now on: the files may hold something else."""
        self._revision += 1

    def take(self, specs: tuple[LayerSpec, ...]) -> None:
        """Answer for these layers from now on; one that is drawn otherwise has new addresses."""
        self._former |= self._specs
        self._specs = {spec.id: spec for spec in specs}

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

    def geometry_url(self, spec: LayerSpec, year: int | None) -> str:
        """Where the page fetches what is drawn of a layer at the end of a year, or now."""
        return f"{GEOMETRY}{self._version(spec)}/{_NOW if year is None else year}/{spec.id}.bin"

    def looks_url(self, spec: LayerSpec, year: int | None, theme: Theme) -> str:
        """Where the page fetches how a layer is drawn in a theme."""
        at = _NOW if year is None else year
        return f"{LOOKS}{self._version(spec)}/{at}/{theme}/{spec.id}.json"

    def layer(self, spec: LayerSpec, year: int | None) -> SceneLayer:
        """A layer with all its features, as known at the end of a year, or now."""
        revision, specs = self._revision, set(self._specs.values())
        key = (revision, spec, year if goes_by_facts(self.atlas, spec) else None)
        if key not in self._kept:
            self._kept = {
                k: kept for k, kept in self._kept.items() if k[0] == revision and k[1] in specs
            }
            self._kept[key] = read_layer(self.atlas, spec, year=year)
        return self._kept[key]

    def _version(self, spec: LayerSpec) -> str:
        """Another text than before where a layer may look otherwise."""
        return f"{self._revision}-{hash(spec) & 0xFFFF_FFFF:08x}"

    @cached_property
    def atlas(self) -> GeoPackage:
        """The features; raises a ``DataError`` where the file cannot be read."""
        return self._opened(self._known_atlas.again())

    @cached_property
    def basemap(self) -> Basemap:
        """The ground; raises a ``DataError`` where the file cannot be read."""
        return self._opened(Basemap(self._known_basemap.path))

    def geometry(self, path: str) -> bytes | None:
        """The answer to a ``geometry_url``, by what follows its prefix."""
        asked = self._asked(path, ".bin", 3)
        return encode_geometry(self.layer(*asked)) if asked else None

    def looks(self, path: str) -> bytes | None:
        """The answer to a ``looks_url``, by what follows its prefix."""
        asked = self._asked(path, ".json", 4)
        theme = path.split("/")[2] if asked else ""
        if asked is None or theme not in get_args(Theme):
            return None
        return encode_looks(self.layer(*asked), cast(Theme, theme))

    def visible(self, path: str) -> bytes | None:
        """The newest answer for a layer, though an older one may be asked for."""
        spec = self._spec(path.rpartition("/")[2].removesuffix(".bin"))
        if spec is None:
            return None
        drawn = self.layer(spec, None)
        return encode_visible(drawn, self._visible.get(spec.id, drawn.marks.fids))

    def _spec(self, layer: str) -> LayerSpec | None:
        return self._specs.get(layer) or self._former.get(layer)

    def _asked(self, path: str, suffix: str, count: int) -> tuple[LayerSpec, int | None] | None:
        """Layer and year that a path names; the page is not trusted."""
        parts = path.removesuffix(suffix).split("/")
        spec = self._spec(parts[-1])
        if len(parts) != count or spec is None:
            return None
        year = parts[1]
        if year == _NOW:
            return spec, None
        is_year = year.isascii() and year.isdecimal() and len(year) <= 4
        return (spec, int(year)) if is_year else None

    def _opened(self, file: _File) -> _File:
        self._closing.push(file)
        file.do_not_wait()
        return file


def serve_data(resources: PageResources, data: PageData) -> None:
    """Say what the page may load and how it is made; nothing is read before it is asked for."""
    resources.add("/ground/world.bin", lambda: encode_ground(data.basemap, "world"))
    resources.add("/ground/region.bin", lambda: encode_ground(data.basemap, "region"))
    makers: Mapping[str, Callable[[str], bytes | None]] = {
        GEOMETRY: data.geometry,
        LOOKS: data.looks,
        VISIBLE: data.visible,
    }
    for prefix, make in makers.items():
        resources.add_prefix(prefix, make)
