"""What a drop in the layer tree means for the drawing order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData

from mapapp.core.layer.order import LayerOrder, moved_above, moved_below, moved_to_bottom
from mapapp.core.record import record

MIME_TYPE = "application/x-mapapp-layers"

Tree = Sequence[tuple[str, Sequence[str]]]
"""Groups from above with the ids of their layers from above."""


@record
class Dragged:
    """A group with its layers, or (without a group) one layer."""

    group: str
    layers: tuple[str, ...]

    @classmethod
    def of(cls, data: QMimeData) -> Dragged | None:
        """What a drag carries, or None if it is not of the layer tree.

        It may come from another program; whoever takes it checks what it names.
        """
        text = bytes(data.data(MIME_TYPE).data()).decode("utf-8", "replace")
        group, *layers = text.split("\n")
        return cls(group, tuple(layers)) if layers else None

    def mime(self) -> QMimeData:
        """As the data of a drag."""
        data = QMimeData()
        text = "\n".join((self.group, *self.layers))
        data.setData(MIME_TYPE, QByteArray(text.encode()))
        return data


def order_after_drop(
    order: LayerOrder, tree: Tree, dragged: Dragged, group_row: int | None, row: int
) -> LayerOrder | None:
    """The drawing order after a drop before a row; None where nothing can be dropped.

    ``group_row`` is the group that is dropped into, or None between groups. A ``row`` of -1
    means the group itself.
    """
    if not dragged.group:
        return _after_layer(order, tree, dragged.layers[0], group_row, row)
    if dragged not in [Dragged(group, tuple(layers)) for group, layers in tree]:
        return None
    if group_row is None:
        return _after_group(order, tree, dragged, len(tree) if row < 0 else row)
    is_at_end = row == len(tree[group_row][1])
    return (
        _after_group(order, tree, dragged, group_row + 1)
        if is_at_end
        else (_after_group(order, tree, dragged, group_row) if row < 0 else None)
    )


def _after_layer(
    order: LayerOrder, tree: Tree, layer: str, group_row: int | None, row: int
) -> LayerOrder | None:
    siblings = [] if group_row is None else tree[group_row][1]
    if layer not in siblings:
        return None
    before = max(row, 0)
    if before == len(siblings):
        return order if siblings[-1] == layer else moved_below(order, [layer], siblings[-1])
    anchor = siblings[before]
    return order if anchor == layer else moved_above(order, [layer], anchor)


def _after_group(order: LayerOrder, tree: Tree, dragged: Dragged, row: int) -> LayerOrder:
    following = [layers for group, layers in tree[row:] if group != dragged.group]
    own_row = [group for group, _ in tree].index(dragged.group)
    if row in (own_row, own_row + 1):
        return order
    if not following:
        return moved_to_bottom(order, dragged.layers)
    return moved_above(order, dragged.layers, following[0][0])
