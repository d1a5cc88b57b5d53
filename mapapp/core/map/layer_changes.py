"""What differs between two stacks of layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Self

from mapapp.core.errors import UsageError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record


@record
class LayersChange:
    """Which layers of a map are others now, by id.

    Attributes:
        added, removed: the layers that came and went.
        restyled: those that are only drawn or labelled otherwise.
        replaced: those that differ in anything else: where their features are, their title.
        moved: those of the replaced ones whose features are other ones now.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    restyled: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any layer differs."""
        return bool(self.added or self.removed or self.restyled or self.replaced)

    @property
    def lost(self) -> frozenset[str]:
        """The ids whose features of before are there no more."""
        return frozenset((*self.removed, *self.moved))

    @classmethod
    def between(cls, before: Iterable[LayerSpec], after: Iterable[LayerSpec]) -> Self:
        """What changed from some layers to others, whatever their order."""
        old = {spec.id: spec for spec in before}
        new = {spec.id: spec for spec in after}
        stayed = [(old[id_], spec) for id_, spec in new.items() if id_ in old and old[id_] != spec]
        return cls(
            added=tuple(id_ for id_ in new if id_ not in old),
            removed=tuple(id_ for id_ in old if id_ not in new),
            restyled=tuple(new.id for old, new in stayed if _is_restyled(old, new)),
            replaced=tuple(new.id for old, new in stayed if not _is_restyled(old, new)),
            moved=tuple(new.id for old, new in stayed if _is_moved(old, new)),
        )


def distinct(specs: Iterable[LayerSpec]) -> Iterator[LayerSpec]:
    """The same layers.

    Raises:
        UsageError: if two have the same id.
    """
    seen = set()
    for spec in specs:
        if spec.id in seen:
            raise UsageError(
                "There is a layer {layer!r} already; choose another id.", layer=spec.id
            )
        seen.add(spec.id)
        yield spec


def _is_restyled(old: LayerSpec, new: LayerSpec) -> bool:
    styled = replace(old, symbol=new.symbol, classes=new.classes, label=new.label)
    return styled == new


def _is_moved(old: LayerSpec, new: LayerSpec) -> bool:
    before, after = ((spec.source, spec.geometry, spec.roles) for spec in (old, new))
    return before != after
