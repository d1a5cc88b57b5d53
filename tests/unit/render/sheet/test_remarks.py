"""What a sheet says of itself is counted, and what its maker is warned of is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import Criteria, LayerFilter
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.html.remarks import web_cautions, web_remarks
from mapapp.render.labels import words
from mapapp.render.request.area import AtScale, FeatureId
from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import resolved, usual_layers
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.cautions import filled
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.remarks import credit_remarks, year_remarks
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.grounds import open_basemap
from mapapp.store.looking_back import count_unknown, goes_by_year

WORLD = Extent(-180, -60, 180, 80)
PACIFIC = Extent(110, -50, 290, 70)
SPAIN = Extent(-10, 40, 0, 43)


@pytest.fixture
def catalogue(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


@pytest.fixture(scope="module")
def basemap() -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


def request(*layers: str, **changes: Any) -> ExportRequest:
    usual: dict[str, Any] = {"path": Path("x.pdf"), "format": "pdf", "layers": layers or None}
    return ExportRequest(**usual | {"page": PageSize.named("A2")} | changes)


def picture(
    catalogue: LayerCatalogue, basemap: Basemap, *layers: str, **changes: Any
) -> Composition:
    return compose(resolved(request(*layers, **changes), catalogue), catalogue, basemap)


def said(composition: Composition) -> str:
    """All texts of a sheet, without the breaks between lines."""
    runs = (i for block in composition.sheet.blocks for i in block.items if isinstance(i, Run))
    return " ".join(run.text for run in runs)


def kinds(composition: Composition) -> list[Text]:
    return [caution.kind for caution in composition.cautions]


def titles(catalogue: LayerCatalogue, *layers: str) -> str:
    return ", ".join(catalogue.spec(layer).title.en for layer in layers)


def ids_shown(catalogue: LayerCatalogue, layer: str, year: int) -> set[str]:
    fids = catalogue.visible_fids(layer, Criteria(year=year))
    assert fids is not None
    return {f.id for f in catalogue.features(catalogue.spec(layer)) if f.fid in fids.tolist()}


@pytest.mark.parametrize(
    ("layer", "year", "there", "not_there"),
    [
        ("ftz_area", 2016, set(), {"ftz-yingkou", "ftz-dalian"}),
        ("ftz_area", 2017, {"ftz-yingkou"}, set()),
        ("airport", 2000, set(), {"airport-dlc-jinzhouwan", "airport-she"}),
        ("airport", 2022, {"airport-dlc-jinzhouwan", "airport-she"}, set()),
        ("friendship_city", 1900, set(), {"friendship-ramat-gan", "candidate-jinja"}),
        ("friendship_city", 2017, {"friendship-ramat-gan"}, {"candidate-jinja"}),
        ("enterprise", 2013, {"bridgestone"}, set()),
        ("enterprise", 2024, set(), {"bridgestone"}),
        ("context", 1900, {"shenyang", "hunnan-district"}, {"liaoning-ftz"}),
    ],
)
def test_of_a_year_only_what_is_known_to_have_been_there_is_shown(
    catalogue: LayerCatalogue, layer: str, year: int, there: set[str], not_there: set[str]
) -> None:
    shown = ids_shown(catalogue, layer, year)
    assert there <= shown
    assert not not_there & shown


def test_before_it_closed_a_plant_is_drawn_as_one_in_operation(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    assert goes_by_year(catalogue, catalogue.spec("enterprise"))
    assert not goes_by_year(catalogue, catalogue.spec("port"))
    fills = []
    for year in (2020, None):
        made = picture(catalogue, basemap, "enterprise", as_of_year=year, area=LIAONING)
        fills += [mark.symbol.fill for mark in made.scene.marks if mark.id == "bridgestone"]
    assert fills[1] == "outline" != fills[0]


def test_the_year_is_told_with_the_number_of_what_nothing_is_known_of(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    made = picture(catalogue, basemap, "port", "airport", as_of_year=2000, area=LIAONING)
    count = sum(
        len([f for f in catalogue.features(catalogue.spec(layer)) if f.geometry is not None])
        for layer in ("port", "airport")
    )
    assert not made.scene.marks
    told = said(made)
    assert words.YEAR.en.format(2000) in told
    assert f"{count} features are not shown: nothing dated says" in told


def test_what_two_layers_show_is_counted_once_and_what_had_not_begun_not_at_all(
    catalogue: LayerCatalogue,
) -> None:
    layers = ("friendship_city", "friendship_link")
    wanted = [(catalogue.spec(layer), Criteria(year=1900)) for layer in layers]
    assert count_unknown(catalogue, wanted) == 1


def test_a_layer_without_dates_is_told_to_be_shown_as_today(catalogue: LayerCatalogue) -> None:
    spec = catalogue.spec("port")
    spec = replace(spec, roles=replace(spec.roles, entity=None))
    told = list(year_remarks(request("port", as_of_year=1990), [spec], [spec], catalogue))
    assert told == [filled(words.YEAR, 1990), filled(words.WITHOUT_TIME, spec.title)]


@pytest.mark.parametrize(("area", "count"), [(WORLD, 18), (PACIFIC, 9)])
def test_how_many_of_all_are_shown_is_counted(
    catalogue: LayerCatalogue, basemap: Basemap, area: Extent, count: int
) -> None:
    made = picture(catalogue, basemap, "friendship_city", area=area)
    assert f"Friendship cities: {count} of 23 in this map." in said(made)


@pytest.mark.parametrize("area", [WORLD, PACIFIC])
def test_a_web_page_counts_what_all_of_its_map_has_and_says_so(
    catalogue: LayerCatalogue, area: Extent
) -> None:
    """It can be moved, and printed where it has been moved to."""
    wanted = request("friendship_city", format="html", page=None, size_px=(800, 600), area=area)
    told = [text.en for text in web_remarks(wanted, catalogue)]
    assert "Friendship cities: 18 of 23 on the whole web map." in told
    assert not any("in this map" in text for text in told)


def test_gathered_companies_do_not_look_closed_because_one_of_them_is(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    """Bridgestone's closed plant lies in the middle of them."""
    made = picture(
        catalogue,
        basemap,
        "enterprise",
        area=LIAONING,
        page=PageSize.named("A4"),
        inset=InsetChoice("none"),
    )
    gathered = [mark for mark in made.scene.marks if mark.count > 1]
    assert gathered
    assert "outline" not in {mark.symbol.fill for mark in gathered}


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Sea ports (Status is operating; “dalian”)"), ("zh", "海港（状态是运营中；“dalian”）")],
)
def test_a_filter_is_told_in_the_words_of_the_sheet(
    catalogue: LayerCatalogue, basemap: Basemap, language: str, told: str
) -> None:
    filters = {"port": LayerFilter('status = "operating"', "dalian")}
    made = picture(catalogue, basemap, "port", filters=filters, language=language)
    assert told.replace(" ", "") in said(made).replace(" ", "")


def test_a_filter_that_is_no_list_of_conditions_is_told_as_it_is_written(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    written = "status = planned or (status = closed and name is empty)"
    made = picture(catalogue, basemap, "port", filters={"port": LayerFilter(written)})
    assert written in said(made)


def test_a_note_says_which_layer_it_is_about(specs: tuple[LayerSpec, ...]) -> None:
    """On a sheet the notes of all layers stand one below another."""
    for spec in specs:
        assert spec.note is None or spec.title.en.lower() in spec.note.en.lower()
        assert spec.note is None or spec.title.zh in spec.note.zh


def test_layers_of_one_source_are_credited_together(specs: tuple[LayerSpec, ...]) -> None:
    by, other = Text("Somebody", "某人"), Text("Another", "他人")
    port, airport, venue, *_ = specs
    drawn = [replace(port, credit=by), replace(airport, credit=other), replace(venue, credit=by)]
    told = [text.en for text in credit_remarks(drawn)]
    assert told == [
        f"{port.title.en}, {venue.title.en}: data of Somebody.",
        f"{airport.title.en}: data of Another.",
    ]


def test_the_data_of_drawn_layers_is_credited(catalogue: LayerCatalogue, basemap: Basemap) -> None:
    assert "OurAirports" in said(picture(catalogue, basemap, "airport", area=LIAONING))
    assert "OurAirports" not in said(picture(catalogue, basemap, "port", area=LIAONING))


@pytest.mark.parametrize(
    ("layers", "changes", "reason"),
    [
        (("port", "airport"), {"area": SPAIN}, words.EMPTY),
        (
            ("port",),
            {"area": LIAONING, "filters": {"port": LayerFilter('status = "closed"')}},
            words.EMPTY_BY_FILTER,
        ),
        (("port",), {"area": LIAONING, "as_of_year": 1950}, words.EMPTY_BY_YEAR),
        (("friendship_link",), {"area": AtScale(123.43, 41.8, 20_000)}, words.FADED),
    ],
)
def test_a_layer_with_nothing_to_show_is_told_with_the_reason(
    catalogue: LayerCatalogue,
    basemap: Basemap,
    layers: tuple[str, ...],
    changes: dict[str, Any],
    reason: Text,
) -> None:
    made = picture(catalogue, basemap, *layers, **changes)
    caution = filled(reason, titles(catalogue, *layers), changes.get("as_of_year"))
    assert caution.en in [each.text.en for each in made.cautions]
    assert caution.en in said(made)


def test_the_maker_is_told_of_filters_in_vain_and_the_reader_is_not(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    some = LayerFilter(text="dalian")
    filters = {"port": some, "venue": some, "airport": some}
    made = picture(catalogue, basemap, "port", area=LIAONING, filters=filters)
    assert kinds(made) == [words.UNUSED_FILTER]
    unused = {catalogue.spec("venue").title.en, catalogue.spec("airport").title.en}
    assert set(made.cautions[0].text.en.partition(": ")[2].removesuffix(".").split(", ")) == unused
    assert not any(title in said(made) for title in unused)
    web = request("port", format="html", filters=filters, page=None, size_px=(800, 600))
    told = web_cautions(resolved(web, catalogue), catalogue)
    assert [each.kind for each in told if each.kind != words.EMPTY] == [words.UNUSED_FILTER]


def test_a_picture_that_shows_all_that_it_names_needs_no_caution(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    assert picture(catalogue, basemap, "port", "airport", area=LIAONING).cautions == ()


@pytest.mark.parametrize(("scale", "is_told"), [(25_000, True), (3_000_000, False)])
def test_a_scale_beyond_what_the_ground_was_made_for_is_told(
    catalogue: LayerCatalogue, basemap: Basemap, scale: int, is_told: bool
) -> None:
    made = picture(catalogue, basemap, "port", area=AtScale(121.65, 38.93, scale))
    sentence = f"were made for about 1:10,000,000; at 1:{scale:,} they are only rough"
    assert any(sentence in caution.text.en for caution in made.cautions) == is_told
    assert (sentence in said(made)) == is_told


@pytest.mark.parametrize(("language", "is_told"), [("en", False), ("zh", True), ("both", True)])
def test_maps_in_chinese_with_borders_come_with_what_a_publisher_needs(
    catalogue: LayerCatalogue, basemap: Basemap, language: str, is_told: bool
) -> None:
    made = picture(catalogue, basemap, "port", area=LIAONING, language=language)
    assert (words.DE_FACTO in kinds(made)) == is_told
    inland = Extent(123.2, 41.6, 123.6, 41.9)
    without = picture(catalogue, basemap, "venue", area=inland, language=language)
    assert words.DE_FACTO not in kinds(without)


def test_a_review_number_of_no_known_form_is_told(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    odd = picture(catalogue, basemap, "port", area=LIAONING, review_number="12")
    assert filled(words.ODD_REVIEW_NUMBER, "12") in [each.text for each in odd.cautions]
    right = picture(catalogue, basemap, "port", area=LIAONING, review_number="GS(2019)1822号")
    assert right.cautions == ()


@pytest.fixture
def standard(tmp_path: Path) -> Iterator[Basemap]:
    """The basemap with a ground file that has Liaoning and no more as one area."""
    path = tmp_path / "standard.geojson"
    path.write_text(
        '{"type": "Polygon", "coordinates": [[[117, 37], [127, 37], [127, 45], [117, 37]]]}'
    )
    with open_basemap(asset("data", "basemap.gpkg"), path) as opened:
        yield opened


def test_borders_of_a_ground_file_are_said_to_be_its_own(
    catalogue: LayerCatalogue, standard: Basemap
) -> None:
    wanted = {"area": LIAONING, "language": "zh", "ground": Path("standard.geojson")}
    made = picture(catalogue, standard, "port", **wanted)
    assert kinds(made) == [words.NO_REVIEW_NUMBER]
    text = said(made)
    assert "界线：standard.geojson" in text
    assert "实际控制" not in text, "neither in the legend nor in the attribution"
    assert "不代表任何主张" not in text
    numbered = picture(catalogue, standard, "port", **wanted, review_number="GS(2019)1822号")
    assert numbered.cautions == ()


def test_borders_of_a_ground_file_are_its_own_beside_an_inset_too(
    catalogue: LayerCatalogue, standard: Basemap
) -> None:
    wanted = {"area": LIAONING, "inset": InsetChoice.parse("dalian")}
    made = picture(catalogue, standard, "port", **wanted, ground=Path("standard.geojson"))
    assert made.inset is not None
    assert words.OWN_BORDER.en in {
        run.text
        for b in made.sheet.blocks
        if b.name == "ground"
        for run in b.items
        if isinstance(run, Run)
    }
    assert words.GROUND["border"].en not in said(made)


def test_a_map_beyond_its_ground_file_says_so(catalogue: LayerCatalogue, standard: Basemap) -> None:
    ground = Path("standard.geojson")
    made = picture(catalogue, standard, "port", area=Extent(110, 30, 130, 50), ground=ground)
    assert kinds(made) == [words.BEYOND_GROUND]
    assert "117.00° E–127.00° E, 37.00° N–45.00° N" in said(made)


def test_usual_layers_are_those_that_tell_something_there(catalogue: LayerCatalogue) -> None:
    def usual(area: Extent | AtScale) -> set[str]:
        return {spec.id for spec in usual_layers(request(area=area), area, catalogue)}

    visible = {spec.id for spec in catalogue.specs if spec.visible}
    links = {"friendship_city", "friendship_link"}
    assert links <= usual(WORLD)
    assert links <= usual(PACIFIC)
    assert usual(LIAONING) == visible - links
    assert usual(AtScale(123.43, 41.8, 250_000)) < visible - links
    assert usual(SPAIN) == visible, "where none tells anything, all are named as empty"


def test_the_layer_of_what_is_selected_is_a_usual_one(catalogue: LayerCatalogue) -> None:
    wanted = request(area=LIAONING, selected=(FeatureId("airport", "airport-she"),))
    assert "airport" in {spec.id for spec in usual_layers(wanted, LIAONING, catalogue)}


def test_a_filter_adds_its_layer_to_the_usual_ones_and_no_others(
    catalogue: LayerCatalogue,
) -> None:
    plain = {spec.id for spec in usual_layers(request(area=LIAONING), LIAONING, catalogue)}
    for layer in ("port", "airport", "friendship_city"):
        wanted = request(area=LIAONING, filters={layer: LayerFilter(text="dalian")})
        found = {spec.id for spec in usual_layers(wanted, LIAONING, catalogue)}
        assert found == plain | {layer}


def test_layers_that_are_asked_for_are_drawn_at_any_scale(
    catalogue: LayerCatalogue, basemap: Basemap
) -> None:
    made = picture(catalogue, basemap, "friendship_link", area=LIAONING)
    assert made.request.layers == ("friendship_link",)
    assert made.scene.strokes
