"""A tiny set of sources and layers that builds, for tests that change one thing in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.roles import PLACE_ROLES

TABLES = {
    "port.csv": (
        "id,name_en,name_zh,short_en,short_zh,aliases,lon,lat,status,status_as_of,precision,"
        "coord_source,coord_source_zh,coord_datum,coord_datum_zh,district,note,note_zh\n"
        "port-dalian,Port of Dalian,大连港,,,大連港;Dairen,121.65,38.93,operating,2023-05,campus,"
        "Chart,海图,WGS84,WGS84,dalian,,\n"
        'city-chicago,"Chicago, United States",芝加哥,,,,-87.65,41.85,operating,,city,GeoNames,'
        "GeoNames,,,,,\n"
        "province,Liaoning Province,辽宁省,,,,,,operating,,,,,,,,Without a place,没有位置\n"
    ),
    "districts.csv": "id,name_en,name_zh,lon,lat,radius_km\ndalian,Dalian,大连市,121.6,38.91,45\n",
    "attributes.csv": (
        "id,label_en,label_zh,unit,format,temporal,kind\n"
        "throughput,Throughput,吞吐量,tonnes,number,period,flow\n"
        "established,Established,成立,,date,none,date\n"
    ),
    "units.csv": "id,label_en,label_zh,symbol,symbol_zh\ntonnes,tonnes,吨,t,吨\n",
    "sources.csv": (
        "id,publisher,publisher_zh,title,title_zh,published,kind,reliability,url,note,note_zh,"
        "article\n"
        "paper,The Paper,某报,On ports,谈港口,2023-05-19,news,secondary,,,,paper.txt\n"
        "office,Port Office,港务局,Yearbook,年鉴,2023,government,primary,,,,\n"
    ),
    "facts.csv": (
        "entity,attribute,value_num,value_text,value_text_zh,qualifier,unit,period_start,"
        "period_end,as_of,source,paragraph,status,verdict,verdict_zh,note,note_zh\n"
        "port-dalian,throughput,1300,,,,tonnes,2023-01-01,2023-06-30,,paper,2,current,,,,\n"
        "port-dalian,throughput,1250,,,,tonnes,2023-01-01,2023-06-30,,office,,disputed,,,,\n"
    ),
    "relations.csv": (
        "subject,predicate,object,source,paragraph\nport-dalian,located_in,province,office,\n"
    ),
    "extents.csv": "entity,kind,area_km2,source,note,note_zh\nport-dalian,schematic,10,office,,\n",
    "links.csv": "id,from_entity,to_entity\nlink-chicago,port-dalian,city-chicago\n",
    "basemap/places.csv": (
        "name_en,name_zh,lon,lat,kind,rank,geonameid\nDalian,大连,121.6,38.9,city,1,7\n"
    ),
}
LAYER = f"""
id = "port"
group = "transport"
geometry = "point"
order = 65
{PLACE_ROLES}
[title]
en = "Sea ports"
zh = "海港"

[symbol]
shape = "anchor"
light = "#3A4EC8"
dark = "#4E74AB"
"""
ARTICLE = (
    "First paragraph.\n\nIn the first half, 1,300 tonnes were handled by twenty-three ships.\n"
)
BOX = "NEAsia_105-145E_30-55N"
LAND = {"type": "Polygon", "coordinates": [[[120, 38], [124, 38], [124, 42], [120, 42], [120, 38]]]}
EAST = {"type": "Polygon", "coordinates": [[[124, 38], [126, 38], [126, 42], [124, 42], [124, 38]]]}
LINE = {"type": "LineString", "coordinates": [[120, 38], [120, 42]]}
BASEMAP = {
    "land-50m": [LAND],
    "countries-50m": [LAND, EAST],
    f"ne_10m_land_{BOX}": [LAND],
    f"ne_10m_lakes_{BOX}": [LAND],
    f"ne_10m_coastline_{BOX}": [LINE],
    f"ne_10m_admin_0_boundary_lines_land_{BOX}": [LINE],
    f"ne_10m_admin_1_states_provinces_lines_{BOX}": [LINE],
    "ne_10m_admin_1_states_provinces_lines_China_beyond_NEAsia": [LINE],
    "rivers/wdbii": [LINE],
}


@dataclass(frozen=True, slots=True)
class Tiny:
    """Folders of a build that a test may change before it runs it."""

    sources: Path
    layers: Path
    out: Path
    articles: Path

    def replace(self, file: str, old: str, new: str) -> None:
        """Change a text that must be there."""
        path = self.sources / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, file: str, line: str) -> None:
        """Add a line to a table."""
        path = self.sources / file
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def write_geojson(path: Path, geometries: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    features = [
        {"type": "Feature", "properties": {"name_en": "Liao"}, "geometry": geometry}
        for geometry in geometries
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def write_ground(sources: Path) -> None:
    """Write sources of a basemap that is built at once."""
    for name, geometries in BASEMAP.items():
        write_geojson(sources / "basemap" / f"{name}.geojson", geometries)
    places = "basemap/places.csv"
    (sources / places).write_text(TABLES[places], encoding="utf-8")


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """Sources of one layer that build without a problem."""
    folders = Tiny(*(tmp_path / name for name in ("sources", "layers", "out", "articles")))
    write_ground(folders.sources)
    for name, text in TABLES.items():
        (folders.sources / name).write_text(text, encoding="utf-8")
    folders.layers.mkdir()
    (folders.layers / "port.toml").write_text(LAYER, encoding="utf-8")
    folders.articles.mkdir()
    (folders.articles / "paper.txt").write_text(ARTICLE, encoding="utf-8")
    return folders
