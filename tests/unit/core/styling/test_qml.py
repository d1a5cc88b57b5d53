"""Styles of QGIS: what maps is read and written, what does not is named, traps are refused."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from mapapp.core.errors import StyleError
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import Geometry, LabelSpec, LayerSpec
from mapapp.core.style.column_values import column_values
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.style.tones import tone_like
from mapapp.core.styling.classing import ClassChoice, make_classes
from mapapp.core.styling.qml_reading import FoundStyle, read_qml
from mapapp.core.styling.qml_writing import qml_of
from mapapp.core.text import Text
from mapapp.core.texts.xml_tree import MAX_XML

COLUMN = '人口 "万"'
SYMBOL = SymbolSpec(tone_like("#AA2233", "light"), "square", 12, edge=tone_like("#112233", "light"))
VALUES = column_values([1.0, 2.0, 2.0, 5.0, 9.0, None])


def spec_of(choice: ClassChoice, geometry: Geometry, label: LabelSpec | None = None) -> LayerSpec:
    symbol = SYMBOL if geometry != "line" else replace(SYMBOL, edge=None, dash_px=(4.0, 2.0))
    classes = make_classes(choice, VALUES, symbol, geometry)
    title, source = Text("Towns", "城镇"), SourceRef("memory")
    return LayerSpec("a", title, "mine", source, geometry, 1, symbol, label, classes=classes)


def read(text: str, geometry: Geometry = "point") -> FoundStyle:
    return read_qml(text.encode(), "a.qml", geometry)


@pytest.mark.parametrize(
    ("kind", "geometry"),
    [
        *itertools.product(["single", "categorised", "graduated"], ["point", "line", "polygon"]),
        ("sized", "point"),
    ],
)
def test_what_is_written_is_read_again(kind: str, geometry: Geometry) -> None:
    label = LabelSpec(field=COLUMN, min_zoom=5, max_zoom=9, halo=False)
    choice = ClassChoice(kind, COLUMN, palette="viridis", count=3)  # type: ignore[arg-type]
    if kind == "categorised":
        choice = replace(choice, palette="okabe_ito")
    spec = spec_of(choice, geometry, label)
    found = read(qml_of(spec), geometry)
    assert found.unmapped == ()
    assert found.label == label
    assert (found.classes is None) == (spec.classes is None)
    pairs = zip(found.classes or [], spec.classes or [], strict=True)
    told = [*pairs][:-1] if kind in ("graduated", "sized") else [*pairs]
    for read_class, written in told:
        assert read_class.title == written.title
        assert (read_class.value, read_class.low, read_class.high) == (
            written.value, written.low, written.high,
        )  # fmt: skip
        assert drawn(read_class.symbol, geometry) == drawn(written.symbol, geometry)
    if spec.classes is None:
        assert drawn(found.symbol, geometry) == drawn(spec.symbol, geometry)


def drawn(symbol: SymbolSpec, geometry: Geometry) -> tuple[object, ...]:
    """What is seen of a symbol on light ground."""
    edge = symbol.edge.light if symbol.edge else None
    if geometry == "point":
        return symbol.colour.light, symbol.shape, round(symbol.size_px, 2), edge, symbol.edge_px
    if geometry == "line":
        return symbol.colour.light, symbol.width_px, symbol.dash_px
    return symbol.colour.light, symbol.width_px, edge, round(symbol.fill_opacity, 2)


QGIS = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="AllStyleCategories" labelsEnabled="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0" enableorderby="0">
  <categories>
   <category value="1" label="One" symbol="0" render="true" type="long"/>
   <category value="" label="all other values" symbol="1" render="true"/>
  </categories>
  <symbols>
   <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties/>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="color" type="QString" value="228,26,28,255"/>
      <Option name="name" type="QString" value="triangle"/>
      <Option name="outline_color" type="QString" value="35,35,35,255"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_width" type="QString" value="0.4"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="size" type="QString" value="4"/>
      <Option name="size_unit" type="QString" value="MM"/>
     </Option>
     <prop k="color" v="228,26,28,255"/>
    </layer>
   </symbol>
   <symbol name="1" type="marker" alpha="0.5">
    <layer class="SvgMarker" enabled="1"><prop k="name" v="x.svg"/></layer>
    <layer class="SimpleMarker" enabled="1">
     <prop k="color" v="0,0,255,255"/><prop k="name" v="heart"/><prop k="size" v="2"/>
     <prop k="outline_style" v="no"/>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple"><settings>
  <text-style fieldName="name" isExpression="0"><text-buffer bufferDraw="1"/></text-style>
  <rendering scaleVisibility="1" scaleMin="1" scaleMax="1092000"/>
 </settings></labeling>
</qgis>"""


def test_a_style_that_qgis_saved_is_read_and_what_does_not_map_is_named() -> None:
    found = read(QGIS)
    assert found.classes is not None
    one, other = found.classes
    assert (one.value, one.title.en, one.symbol.shape) == ("1", "One", "triangle")
    assert one.symbol.size_px == pytest.approx(4 * 96 / 25.4, abs=0.01)
    assert one.symbol.colour.light == "#E41A1C"
    assert one.symbol.edge == tone_like("#232323", "light")
    assert found.classes.of(1.0) is one
    assert (other.title.en, other.symbol.edge) == ("all other values", None)
    assert found.unmapped == ("SvgMarker", "marker heart", "opacity of markers")
    assert found.label == LabelSpec(field="name", min_zoom=9, max_zoom=24)


def test_without_a_column_features_are_labelled_by_their_names() -> None:
    spec = spec_of(ClassChoice("single"), "point", LabelSpec())
    text = qml_of(replace(spec, roles=Roles(name_en="name", name_zh="名称")))
    assert "coalesce(&quot;name&quot;,&quot;名称&quot;)" in text
    assert read(text).unmapped == ("labels by an expression",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no style of QGIS"),
        ("<qgis>", "is no style of QGIS"),
        ("<qgis/>", "is no style of QGIS for points"),
        ('<!DOCTYPE q [<!ENTITY a "b">]><qgis>&a;</qgis>', "declares entities"),
        ('<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><qgis>&a;</qgis>', "entities"),
        ("<a>" * 300, "nested too deeply"),
        (QGIS.replace('attr="kind"', 'attr="a + b"'), "draws by an expression"),
        (
            re.sub('class="S[a-z]*Marker"', 'class="FontMarker"', QGIS, flags=re.IGNORECASE),
            "no simple symbol",
        ),
    ],
)
def test_what_is_no_style_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(StyleError, match=said) as caught:
        read(text)
    assert str(caught.value).startswith("a.qml ")


def test_a_very_large_document_is_not_read() -> None:
    with pytest.raises(StyleError, match="8,000,000 bytes"):
        read_qml(bytes(MAX_XML + 1), "a.qml", "point")


def test_a_style_for_another_geometry_is_refused() -> None:
    with pytest.raises(StyleError, match="no simple symbol"):
        read(QGIS, "polygon")


def test_tones_on_dark_ground_are_made() -> None:
    symbol = read(qml_of(spec_of(ClassChoice("single"), "point"))).symbol
    assert symbol.colour == tone_like("#AA2233", "light") != Tone("#AA2233", "#AA2233")
