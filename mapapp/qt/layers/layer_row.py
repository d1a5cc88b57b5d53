"""How a row of the layer tree is painted: title at the left, count and marks at the right."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from mapapp.qt.layers.layer_model import COUNT, MARK
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.style import SECONDARY_PX

_GAP_PX, _ICON_PX, _EDGE_PX = 4, 14, 8
_CLASS_INSET_PX = 10
_TICK_PX = 21
"""What a row without a tick leaves free, so that its title stands under those with one."""
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class LayerRow(QStyledItemDelegate):
    """Paints the other columns into the first, so that each title has all the room there is."""

    @guarded(None)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: paint a row."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        title, whole.text = whole.text, ""
        style = whole.widget.style()
        if not whole.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
            style.drawPrimitive(panel, whole, painter, whole.widget)
            is_class = index.parent().parent().isValid()
            whole.rect.setLeft(whole.rect.left() + (_CLASS_INSET_PX if is_class else _TICK_PX))
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        rects = self._rects(whole, index)
        painter.save()
        try:
            painter.setFont(whole.font)
            painter.setPen(whole.palette.color(QPalette.ColorRole.Text))
            left = self._title_left(whole, title, style)
            self._write(painter, rects[0].adjusted(left - rects[0].left(), 0, 0, 0), title)
            for column, rect in zip((MARK, COUNT), rects[1:], strict=True):
                self._paint_cell(painter, rect, _sibling(index, column))
        finally:  # the painter goes on to the next row
            painter.restore()

    @guarded(False)
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Qt: say what is known about the part of the row under the cursor."""
        rects = self._rects(option, index)
        for column, rect in zip((MARK, COUNT), rects[1:], strict=True):
            text = _sibling(index, column).data(_Role.ToolTipRole)
            if event.type() == QEvent.Type.ToolTip and text and rect.contains(event.pos()):
                QToolTip.showText(event.globalPos(), text, view)
                return True
        return super().helpEvent(event, view, option, index)

    def _rects(self, option: QStyleOptionViewItem, index: _Index) -> tuple[QRect, QRect, QRect]:
        """Where title, mark and count are; each ends where the next begins."""
        row = option.rect.adjusted(0, 0, -_EDGE_PX, 0)
        count_px = self._width_px(option, _sibling(index, COUNT))
        count = row.adjusted(row.width() - count_px, 0, 0, 0)
        mark_px = self._width_px(option, _sibling(index, MARK))
        mark = row.adjusted(row.width() - count_px - mark_px, 0, -count_px, 0)
        return row.adjusted(0, 0, -count_px - mark_px, 0), mark, count

    def _width_px(self, option: QStyleOptionViewItem, cell: QModelIndex) -> int:
        text, icon = cell.data(_Role.DisplayRole) or "", cell.data(_Role.DecorationRole)
        text_px = QFontMetrics(_small(option.font)).horizontalAdvance(text) + _GAP_PX if text else 0
        return text_px + (_ICON_PX + _GAP_PX if icon else 0)

    def _title_left(self, option: QStyleOptionViewItem, title: str, style: QStyle) -> int:
        with_title = QStyleOptionViewItem(option)
        with_title.text = title
        element = QStyle.SubElement.SE_ItemViewItemText
        return style.subElementRect(element, with_title, option.widget).left() + _GAP_PX

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: QModelIndex) -> None:
        icon = cell.data(_Role.DecorationRole)
        if isinstance(icon, QIcon):
            top = rect.center().y() - _ICON_PX // 2 + 1
            icon.paint(painter, QRect(rect.left() + _GAP_PX, top, _ICON_PX, _ICON_PX))
        ink = cell.data(_Role.ForegroundRole)
        if ink is not None:
            painter.setPen(ink)
        text = cell.data(_Role.DisplayRole) or ""
        painter.setFont(_small(painter.font()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _write(self, painter: QPainter, rect: QRect, text: str) -> None:
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(SECONDARY_PX)
    return small


def _sibling(index: _Index, column: int) -> QModelIndex:
    model: QAbstractItemModel = index.model()
    return model.sibling(index.row(), column, index)
