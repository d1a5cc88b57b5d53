"""Opening a workspace, alone or shared with its atlas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mapapp.core.disk.files import ask_ordinary, open_ordinary
from mapapp.core.disk.kept import tell_moved
from mapapp.core.disk.suffixes import WORKSPACE
from mapapp.core.errors import DataError, MapappError, WorkspaceError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.workspace import Workspace, format_workspace, parse_workspace, read_workspace
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.parsing import json_table
from mapapp.core.texts.reasons import why
from mapapp.core.texts.strict import StrictTable
from mapapp.store import share

_SMALL_BYTES = 200_000
_ZIP = b"PK\x03\x04"


@record
class Document:
    """A workspace that was opened.

    Attributes:
        path: its file.
        workspace: what it says.
        atlas: the atlas to show: the one it came with, if that is here, else the installed one.
        is_shared: whether the file holds its atlas; it is then not saved to.
    """

    path: Path
    workspace: Workspace
    atlas: Path
    is_shared: bool = False


@record
class Profile:
    """The files of one user.

    Attributes:
        folder: where they are; it may not exist yet.
        installed: the atlas that belongs to the program.
    """

    folder: Path
    installed: Path

    @property
    def settings(self) -> Path:
        """What is remembered from one start to the next."""
        return self.folder / "settings.json"

    @property
    def bookmarks(self) -> Path:
        """Named views."""
        return self.folder / "bookmarks.json"

    @property
    def session(self) -> Path:
        """The workspace as it was last."""
        return self.folder / f"session{WORKSPACE}"

    @property
    def pasted(self) -> Path:
        """The folder of cells that were pasted as layers."""
        return self.folder / "pasted"

    @property
    def copies(self) -> Path:
        """The folder of copies of layers, as long as their workspace has no file."""
        return self.folder / "copies"

    @property
    def received(self) -> Path:
        """The folder of the atlases that came with shared workspaces."""
        return self.folder / "atlases"

    def open(self, path: Path) -> Document:
        """Open a workspace; its content decides which kind of file it is.

        Raises:
            WorkspaceError: if the file cannot be read or is not a workspace that can be opened.
            ExportError: if its atlas cannot be unpacked.
        """
        if _is_shared(path):
            workspace, atlas = share.open_share(path, self.received)
            same = share.digest_of(self.installed) == workspace.atlas
            return Document(path, workspace, self.installed if same else atlas, is_shared=True)
        workspace = read_workspace(path)
        atlas = share.received_atlas(self.received, workspace.atlas)
        has_its_own = bool(workspace.atlas) and atlas.is_file()
        return Document(path, workspace, atlas if has_its_own else self.installed)

    def open_at_once(self, path: Path, shown: Path) -> Document | None:
        """Open a workspace if that takes no time: a small one, for an atlas that was looked over.

        ``shown`` is such an atlas beside the installed one. None says that :meth:`receive` is to
        open the file, where nobody waits for it.

        Raises:
            WorkspaceError: as :meth:`open`.
        """
        if _is_shared(path) or ask_ordinary(path, WorkspaceError).st_size > _SMALL_BYTES:
            return None
        document = self.open(path)
        return document if document.atlas in (self.installed, shown) else None

    def receive(self, path: Path, specs: Sequence[LayerSpec]) -> Document:
        """Open a workspace that may come from anybody, and look its atlas over.

        Raises:
            WorkspaceError, ExportError: as :meth:`open`.
            DataError: if its atlas is none that can be shown; it is not kept then.
        """
        from mapapp.store.checking import check_atlas

        kept = set(self.received.glob("*"))
        document = self.open(path)
        problems = check_atlas(document.atlas, specs) if document.atlas != self.installed else []
        if problems:
            if document.atlas not in kept:
                document.atlas.unlink()
            called = dict.fromkeys((str(document.atlas), document.atlas.name), Message("its atlas"))
            told = problems[0].calling(called)
            raise DataError("{file} cannot be shown: {reason}", file=path.name, reason=told)
        return document

    def open_session(self) -> tuple[Document | None, str]:
        """The session as it was at the end or before a crash, and what to tell the user.

        A damaged one is set aside if it can be: it never keeps mapapp from starting.
        """
        try:
            self.session.stat()
            ask_ordinary(self.session, WorkspaceError)
            return self.open(self.session), ""
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            return None, Message(
                "{session} cannot be read ({reason}); check its folder.",
                session=self.session,
                reason=why(error),
            )
        except MapappError as error:
            return None, Message(
                "{reason} {moved}", reason=error, moved=tell_moved(self.session)[0]
            )


def document_to_json(document: Document) -> str:
    """A document as text, for another process."""
    said = {
        "workspace": format_workspace(document.workspace),
        "atlas": str(document.atlas),
        "is_shared": document.is_shared,
    }
    return json.dumps(said)


def document_from_json(path: Path, text: str) -> Document:
    """The document of a file as :func:`document_to_json` says it."""
    said = StrictTable(json_table(text), path.name, DataError)
    workspace = parse_workspace(said.take("workspace", str).encode(), path.name)
    return Document(path, workspace, Path(said.take("atlas", str)), said.take("is_shared", bool))


def _is_shared(path: Path) -> bool:
    with open_ordinary(path, WorkspaceError) as file:
        try:
            return file.read(len(_ZIP)) == _ZIP
        except OSError as error:
            raise WorkspaceError(
                "{path} cannot be read ({reason}); check the path.", path=path, reason=why(error)
            ) from error
