"""The options of ``mapapp snapshot``, and the table of a request that they make."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.own_data import add_reading
from mapapp.core.disk.kinds import named_path
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.texts.parsing import shown

if TYPE_CHECKING:
    from mapapp.core.layer.spec import LayerSpec

_SCALE = re.compile(r"(?:1\s*:\s*)?(\d[\d\s,_]*)", re.ASCII)
_BLEED = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:mm)?", re.ASCII | re.IGNORECASE)


def add_options(parser: arguments.Parser) -> None:
    """Declare all options, in groups."""
    parser.add_argument(
        "-o", dest="path", type=named_path, metavar="FILE",
        help=localized("what to write; - is the output"),
    )  # fmt: skip
    _add_content(parser.add_argument_group(localized("what it shows")))
    _add_sheet(parser.add_argument_group(localized("its sheet")))
    _add_texts(parser.add_argument_group(localized("its texts and look")))
    _add_prepress(parser.add_argument_group(localized("for print shops (PDF)")))
    _add_files(parser.add_argument_group(localized("many choices, many pictures")))


def _add_content(group: arguments.Options) -> None:
    where = group.add_mutually_exclusive_group()
    where.add_argument("--extent", metavar="W,S,E,N", help=localized("degrees (default: Liaoning)"))
    where.add_argument("--center", metavar="LON,LAT", help=localized("the middle, with --scale"))
    where.add_argument(
        "--around", action="append", metavar="LAYER[:ID]",
        help=localized("a layer, or a feature such as port:port-dalian (again for more)"),
    )  # fmt: skip
    group.add_argument(
        "--scale", metavar="1:N", help=localized("of the paper, at the middle: 1:250000")
    )
    group.add_argument(
        "--projection",
        metavar="NAME",
        help=localized(
            "mercator, equal-earth, winkel-tripel, azimuthal-equidistant[:LON,LAT], lambert or "
            "gauss-kruger"
        ),
    )
    group.add_argument(
        "--layers",
        metavar="A,B",
        help=localized("ids of layers, or none (default: those visible at first)"),
    )
    group.add_argument(
        "--select",
        action="append",
        metavar="LAYER:ID",
        help=localized("a feature to stand out (again …)"),
    )
    arguments.add_filters(group)


def _add_sheet(group: arguments.Options) -> None:
    group.add_argument(
        "--format", metavar="F", help=localized("pdf, svg, png, jpeg, tiff, webp or html")
    )
    shape = group.add_mutually_exclusive_group()
    shape.add_argument("--size", metavar="WxH", help=localized("pixels (PNG default: 1280x800)"))
    shape.add_argument(
        "--page",
        metavar="PAGE",
        help=localized('A5 to A0, letter, slide16x9, square, 210x99mm, "A4 portrait"'),
    )
    group.add_argument(
        "--inset",
        metavar="WHICH",
        help=localized(
            "what is drawn larger beside the map: auto (a crowd, on paper; default), none, a city "
            "such as shenyang, or W,S,E,N"
        ),
    )
    group.add_argument("--dpi", metavar="N", help=localized("pixels to the inch, 72 to 1200"))
    group.add_argument(
        "--quality", metavar="N", help=localized("of JPEG and WebP, 1 to 100 (default: 92)")
    )
    group.add_argument(
        "--svg-text", metavar="T", help=localized("text (default), or outlines that need no font")
    )
    group.add_argument(
        "--world-file",
        action="store_true",
        default=None,
        help=localized("write .pgw, .tfw … beside it"),
    )


def _add_prepress(group: arguments.Options) -> None:
    group.add_argument(
        "--bleed", metavar="MM", help=localized("what is cut off around the page: 3mm")
    )
    group.add_argument(
        "--crop-marks",
        action="store_true",
        default=None,
        help=localized("lines that show where to cut"),
    )
    group.add_argument(
        "--pdf-standard", metavar="S", help=localized("a-2b (to be kept) or x-4 (to be printed)")
    )
    group.add_argument(
        "--output-profile",
        type=named_path,
        metavar="FILE",
        help=localized("the ICC profile of the print shop, with x-4 (default: Fogra39)"),
    )


def _add_texts(group: arguments.Options) -> None:
    group.add_argument("--title", metavar="TEXT", help=localized("text at the top"))
    group.add_argument("--subtitle", metavar="TEXT", help=localized("smaller text below it"))
    group.add_argument("--notes", metavar="TEXT", help=localized("remarks of your own"))
    group.add_argument(
        "--review-number", metavar="TEXT", help=localized("map review number (审图号)")
    )
    group.add_argument(
        "--ground",
        type=named_path,
        metavar="FILE",
        help=localized("file with the borders of a standard map, in place of ours"),
    )
    group.add_argument("--lang", choices=("en", "zh", "both"), help=localized("language of texts"))
    group.add_argument("--theme", choices=("light", "dark", "contrast"), help=localized("colours"))
    group.add_argument(
        "--parts", metavar="A,B",
        help=localized(
            "title, legend, ground, scale_bar, north_arrow, graticule, locator, figures, sources, "
            "date, notes; or none (the attribution stays)"
        ),
    )  # fmt: skip
    group.add_argument(
        "--believed-only", action=argparse.BooleanOptionalAction,
        help=localized("leave what is doubted or contradicted out of the key figures"),
    )  # fmt: skip
    group.add_argument(
        "--graticule-labels", action=argparse.BooleanOptionalAction,
        help=localized("degrees on all four sides: on a page outside of the frame, else within it"),
    )  # fmt: skip


def _add_files(group: arguments.Options) -> None:
    group.add_argument("--preset", metavar="NAME", help=localized("report, slide, poster or web"))
    source = group.add_mutually_exclusive_group()
    source.add_argument(
        "--workspace",
        type=named_path,
        metavar="FILE",
        help=localized("view, layers and year of a workspace, or all of a picture"),
    )
    source.add_argument(
        "--request", type=named_path, metavar="FILE",
        help=localized("a request as JSON; - is the input"),
    )  # fmt: skip
    group.add_argument(
        "--print-request",
        action="store_true",
        help=localized("print the request instead of a picture"),
    )
    group.add_argument(
        "--batch", type=named_path, metavar="FILE",
        help=localized("a request as JSON in each line"),
    )  # fmt: skip
    group.add_argument(
        "--atlas", metavar="LAYER", help=localized("a page for each feature of a layer, as one PDF")
    )
    group.add_argument(
        "--contents",
        action=argparse.BooleanOptionalAction,
        help=localized("a list and a map of the pages before them (default: from four on)"),
    )
    group.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="FILE[:LAYER]",
        help=localized("a file of your own to show (again for more), or another atlas"),
    )
    add_reading(group)
    group.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)


def requested_table(chosen: argparse.Namespace, specs: tuple[LayerSpec, ...]) -> dict[str, Any]:
    """What was chosen, as a request in JSON has it; what was not is left out."""
    whole = arguments.whole_number
    table: dict[str, Any] = {
        "file": None if chosen.path is None else str(chosen.path),
        "format": chosen.format,
        "preset": chosen.preset,
        "area": _area(chosen),
        "layers": _layers(chosen, specs),
        "filters": _filters(chosen, specs),
        "selected": chosen.select,
        "as_of_year": whole(chosen.year, "--year") if chosen.year else None,
        "page": chosen.page,
        "size_px": list(arguments.size_px(chosen.size)) if chosen.size else None,
        "dpi": whole(chosen.dpi, "--dpi") if chosen.dpi else None,
        "quality": whole(chosen.quality, "--quality") if chosen.quality else None,
        "world_file": chosen.world_file,
        "projection": chosen.projection,
        "language": chosen.lang,
        "theme": chosen.theme,
        "parts": _parts(chosen.parts),
        "ground": None if chosen.ground is None else str(chosen.ground),
        "book": chosen.atlas,
        "contents": chosen.contents,
        "believed_only": chosen.believed_only,
        "graticule_labels": chosen.graticule_labels,
        "inset": chosen.inset,
        "prepress": _prepress(chosen) or None,
        "svg_text": chosen.svg_text,
    }
    for key in ("title", "subtitle", "notes", "review_number"):
        text = getattr(chosen, key)
        table[key] = None if text is None else arguments.as_typed(text)
    return {key: value for key, value in table.items() if value is not None}


def _prepress(chosen: argparse.Namespace) -> dict[str, Any]:
    table = {
        "bleed_mm": None if chosen.bleed is None else _bleed_mm(chosen.bleed),
        "crop_marks": chosen.crop_marks,
        "standard": chosen.pdf_standard,
        "output_profile": chosen.output_profile and str(chosen.output_profile),
    }
    return {key: value for key, value in table.items() if value is not None}


def _bleed_mm(text: str) -> float:
    match = _BLEED.fullmatch(text.strip())
    if not match:
        raise UsageError("--bleed {text} is no length; write such as 3mm.", text=shown(text))
    return float(match[1])


def _area(chosen: argparse.Namespace) -> dict[str, Any] | None:
    if (chosen.center is None) != (chosen.scale is None):
        raise UsageError("--center and --scale go together; give both.")
    if chosen.center is not None:
        lon, lat = _center(chosen.center)
        return {"lon": lon, "lat": lat, "scale": _scale(chosen.scale)}
    if chosen.extent is not None:
        return {"extent": list(Extent.parse(chosen.extent).bounds)}
    if chosen.around:
        layers = [name for name in chosen.around if ":" not in name]
        if layers and len(chosen.around) > 1:
            raise UsageError("--around takes one layer, or features of any; give one layer.")
        return {"layer": layers[0]} if layers else {"features": chosen.around}
    return None


def _center(text: str) -> tuple[float, float]:
    lon, comma, lat = text.partition(",")
    if not comma:
        raise UsageError(
            "--center {text} is not LON,LAT; write such as 123.43,41.8.", text=shown(text)
        )
    return arguments.lon_lat(lon, lat)


def _scale(text: str) -> float:
    match = _SCALE.fullmatch(text.strip())
    if not match:
        raise UsageError("--scale {text} is not 1:N; write such as 1:250000.", text=shown(text))
    return float(re.sub(r"[\s,_]", "", match[1]))


def _layers(
    chosen: argparse.Namespace, specs: tuple[LayerSpec, ...]
) -> list[dict[str, Any]] | None:
    """The layers, the one on top first."""
    layers = arguments.chosen_layers(chosen.layers, specs)
    return None if layers is None else [{"id": spec.id} for spec in reversed(layers)]


def _filters(
    chosen: argparse.Namespace, specs: tuple[LayerSpec, ...]
) -> list[dict[str, str]] | None:
    """What is wanted of layers, whether they are named or not."""
    return [
        {"id": layer, "filter": wanted.expression, "find": wanted.text}
        for layer, wanted in arguments.chosen_filters(chosen, specs).items()
    ] or None


def _parts(text: str | None) -> list[str] | None:
    if text is None:
        return None
    return [] if text == "none" else [part.strip() for part in text.split(",") if part.strip()]


def merged(table: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """A request with the options of the command line over it."""
    settled = {"page", "size_px"} if {"page", "size_px"} & set(options) else set()
    if options.get("file", "-") != "-":
        settled.add("format")
    return {key: value for key, value in table.items() if key not in settled} | options
