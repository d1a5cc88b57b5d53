"""Whose work mapapp is made of: programs and data, with their licences."""

from __future__ import annotations

from mapapp.core.record import record
from mapapp.core.text import Text

PUBLIC_DOMAIN = "public domain"


@record
class Credit:
    """A work of others: what it is called, its licence, and what it does here.

    ``package`` is the name of the Python distribution whose version can be asked for, or empty.
    """

    name: str
    licence: str
    use: Text
    package: str = ""


PROGRAMS = (
    Credit("mapapp", "MIT", Text("this program", "本程序"), "mapapp"),
    Credit(
        "Qt, Qt WebEngine, PySide6",
        "LGPL 3 (Chromium: BSD 3-Clause)",
        Text("window, map page, printing", "窗口、地图页面、打印"),
        "PySide6",
    ),
    Credit("Leaflet", "BSD 2-Clause", Text("map that moves", "可交互的地图")),
    Credit("Noto Sans SC", "OFL 1.1", Text("type, as Mapapp Sans", "字体，更名为 Mapapp Sans")),
    Credit("PROJ, pyproj", "MIT", Text("coordinates, distances", "坐标与距离"), "pyproj"),
    Credit("GEOS, shapely", "LGPL 2.1, BSD 3-Clause", Text("geometry", "几何计算"), "shapely"),
    Credit("GDAL, pyogrio", "MIT", Text("files of other formats", "其他格式的文件"), "pyogrio"),
    Credit("pandas, GeoPandas", "BSD 3-Clause", Text("tables", "数据表"), "geopandas"),
    Credit("NumPy", "BSD 3-Clause", Text("numbers", "数值计算"), "numpy"),
    Credit("Apache Arrow", "Apache 2.0", Text("large tables", "大型表格"), "pyarrow"),
    Credit("folium", "MIT", Text("maps in notebooks", "笔记本中的地图"), "folium"),
    Credit("QPDF, pikepdf", "Apache 2.0, MPL 2.0", Text("PDF files", "PDF 文件"), "pikepdf"),
    Credit("uharfbuzz", "Apache 2.0", Text("type inside SVG", "SVG 内嵌字体"), "uharfbuzz"),
    Credit("OpenICC", "zlib", Text("colour profiles for printing", "印刷色彩特性文件")),
    Credit("pypng, tifffile", "MIT, BSD 3-Clause", Text("images", "图像"), "tifffile"),
    Credit("XlsxWriter", "BSD 2-Clause", Text("spreadsheets", "电子表格"), "xlsxwriter"),
    Credit("GEOTRANS, mgrs", "MIT", Text("grid references", "军用网格坐标"), "mgrs"),
    Credit("OpenCC", "Apache 2.0", Text("traditional characters", "繁体字对照")),
    Credit("RapidFuzz, pypinyin", "MIT", Text("search", "搜索"), "rapidfuzz"),
)

DATA = (
    Credit(
        "Natural Earth",
        PUBLIC_DOMAIN,
        Text("land, coasts, lakes and borders (de facto)", "陆地、海岸、湖泊和界线（按实际控制）"),
    ),
    Credit(
        "GSHHG / World Data Bank II, Wessel and Smith",
        "LGPL 3",
        Text("rivers of Liaoning and around", "辽宁及周边河流"),
    ),
    Credit(
        "GeoNames",
        "CC BY 4.0",
        Text("cities, friendship cities, names on the map", "城市、友好城市、图上地名"),
    ),
    Credit("OurAirports", PUBLIC_DOMAIN, Text("airports", "机场")),
    Credit(
        "© OpenStreetMap contributors",
        "ODbL 1.0",
        Text(
            "outline of the mainland, inside which GCJ-02 holds (never drawn)",
            "判定 GCJ-02 适用范围的大陆轮廓（不绘出）",
        ),
    ),
)
