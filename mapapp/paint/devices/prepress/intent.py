"""For which printing condition a PDF is meant: its output intent (ISO 32000-2, 14.11.5)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColorSpace

from mapapp.core.disk.assets import asset
from mapapp.core.disk.files import open_ordinary
from mapapp.core.errors import UsageError
from mapapp.core.record import record
from mapapp.paint.devices.pdf_file import PdfFile, pdf_text

_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_MOST_BYTES = 50_000_000
_REGISTRY = "http://www.color.org"


@record
class IccProfile:
    """An ICC profile: its bytes, what it is called, and how many inks or lights it has.

    ``condition`` is the name of its printing condition in the registry of the ICC, or empty.
    """

    data: bytes
    name: str
    channels: int
    condition: str = ""


def srgb() -> IccProfile:
    """The colours in which mapapp paints.

    Raises:
        AssetError: if the profile was not found.
    """
    return IccProfile(asset("icc", "sRGB.icc").read_bytes(), "sRGB IEC61966-2.1", 3, "sRGB")


def output_profile(path: Path | None) -> IccProfile:
    """A print shop's profile, or that of offset on coated paper as Fogra39 has it.

    Raises:
        UsageError: if a file is no profile of a printing condition.
    """
    if path is None:
        data = asset("icc", "Fogra39.icc").read_bytes()
        return IccProfile(data, "Coated FOGRA39 (ISO 12647-2:2004)", 4, "FOGRA39")
    with open_ordinary(path, UsageError) as file:
        data = file.read(_MOST_BYTES)
    # ICC.1, 7.2: class and colour space of a profile are at 12 and 16, its signature at 36.
    channels = _CHANNELS.get(data[16:20])
    if data[36:40] != b"acsp" or data[12:16] != b"prtr" or channels is None:
        raise UsageError(
            "{path} is no ICC profile of a printer; choose one that the print shop names.",
            path=path,
        )
    return IccProfile(data, QColorSpace.fromIccProfile(data).description() or path.stem, channels)


def add_profile(file: PdfFile, profile: IccProfile) -> int:
    """Add a profile as a stream; the answer is its number."""
    return file.add_stream(profile.data, f"/N {profile.channels}")


def output_intent(kind: str, profile: IccProfile, stream: int) -> str:
    """An output intent of a kind, such as ``GTS_PDFA1``."""
    registry = f" /RegistryName ({_REGISTRY})" if profile.condition else ""
    condition = pdf_text(profile.condition or profile.name)
    return (
        f"<< /Type /OutputIntent /S /{kind} /OutputConditionIdentifier {condition} "
        f"/Info {pdf_text(profile.name)}{registry} /DestOutputProfile {stream} 0 R >>"
    )
