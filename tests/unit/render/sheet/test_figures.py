from __future__ import annotations

import pytest

from mapapp.core.layer.spec import LayerSpec
from mapapp.render.sheet.figures import SheetFigure, key_figures, numbered_sources
from mapapp.store.atlas import Atlas


@pytest.fixture
def park(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    return next(spec for spec in specs if spec.id == "industrial_park")


def output(figures: list[SheetFigure]) -> SheetFigure:
    return next(figure for figure in figures if figure.label == "Gross industrial output")


def test_rival_values_stand_side_by_side_the_one_to_believe_first(
    atlas: Atlas, park: LayerSpec
) -> None:
    figure = output(key_figures(atlas, [(park, "cgip")], "en"))
    assert [text.split(" (")[0] for text in figure.texts] == ["about 48.15 bn CNY", "481.5 bn CNY"]
    assert len(figure.sources) == len(figure.texts)


def test_only_what_is_believed_is_told_where_that_is_asked_for(
    atlas: Atlas, park: LayerSpec, specs: tuple[LayerSpec, ...]
) -> None:
    figure = output(key_figures(atlas, [(park, "cgip")], "en", believed_only=True))
    assert figure.texts == ("about 48.15 bn CNY (2023-01 to 2023-06)",)
    company = next(spec for spec in specs if spec.id == "enterprise")
    told = key_figures(atlas, [(company, "siasun")], "en")
    believed = key_figures(atlas, [(company, "siasun")], "en", believed_only=True)
    exports = "Countries and regions exported to"
    assert exports in [figure.label for figure in told]
    assert exports not in [figure.label for figure in believed], "neither count is confirmed"


def test_with_a_year_later_values_are_neither_told_nor_rivals(
    atlas: Atlas, park: LayerSpec
) -> None:
    figure = output(key_figures(atlas, [(park, "cgip")], "en", 2021))
    assert figure.texts == ("94.61 bn CNY (2021)",)


def test_each_feature_has_its_first_figure_before_any_has_its_second(
    atlas: Atlas, park: LayerSpec, specs: tuple[LayerSpec, ...]
) -> None:
    zone = next(spec for spec in specs if spec.id == "ftz_area")
    alone = [key_figures(atlas, [seen], "en") for seen in ((park, "cgip"), (zone, "ftz-dalian"))]
    both = key_figures(atlas, [(park, "cgip"), (zone, "ftz-dalian")], "en")
    assert both[:2] == [alone[0][0], alone[1][0]]
    assert len(both) == sum(map(len, alone))
    assert max(map(len, alone)) == 3


def test_what_is_not_there_has_no_figures(atlas: Atlas, park: LayerSpec) -> None:
    assert key_figures(atlas, [(park, "no-such-thing")], "en") == []


def test_sources_are_numbered_by_first_mention() -> None:
    figures = [SheetFigure("a", "", (), ("x", "y")), SheetFigure("b", "", (), ("y", "z"))]
    assert numbered_sources(figures) == {"x": 1, "y": 2, "z": 3}
