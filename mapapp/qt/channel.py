"""The one object that Qt and the page share, with one method each way."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mapapp.bridge.messages import ToPage, decode, encode
from mapapp.core.errors import BridgeError
from mapapp.core.log import logger

_bridge_log = logger("bridge")


class PageChannel(QObject):
    """Carries checked messages between Qt and the page.

    Signals:
        sent: JSON text for the page (the page connects to it).
        received: a decoded message of the page, one of ``bridge.messages.FromPage``.
    """

    sent = Signal(str)
    received = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.serial = 0
        """Serial of the last message to the page."""

    def send(self, message: ToPage) -> None:
        """Give one message to the page."""
        self.serial += 1
        self.sent.emit(encode(message, self.serial))

    @Slot(str)
    def post(self, text: str) -> None:
        """Take one message from the page; a wrong one is logged and dropped."""
        try:
            message = decode(text)
        except BridgeError as error:
            _bridge_log.error("%s", error)
            return
        self.received.emit(message)
