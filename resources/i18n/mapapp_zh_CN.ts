<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About mapapp</source>
        <translation>关于 mapapp</translation>
    </message>
    <message>
        <source>A map explorer for Shenyang and Liaoning. Every figure carries its source. It works offline and sends nothing anywhere.</source>
        <translation>沈阳与辽宁地图浏览器。每项数据均注明来源。可离线使用，不向外发送任何内容。</translation>
    </message>
    <message>
        <source>Figures are cited one by one on their cards. Boundaries show who holds a territory in fact; they are no statement on any claim.</source>
        <translation>各项数据在卡片上逐条注明来源。界线按实际控制绘制，不代表任何主张。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Licences and origins</source>
        <translation>许可与来源</translation>
    </message>
    <message>
        <source>public domain</source>
        <translation>公有领域</translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Add data</source>
        <translation>添加数据</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>所在位置</translation>
    </message>
    <message>
        <source>What is odd about it</source>
        <translation>异常之处</translation>
    </message>
    <message>
        <source>&amp;Keep a copy in my workspace</source>
        <translation>在工作区保留副本(&amp;K)</translation>
    </message>
    <message>
        <source>The map then shows the copy; what becomes of the file does not matter to it.</source>
        <translation>地图随后显示副本；原文件之后如何变化都不影响它。</translation>
    </message>
    <message>
        <source>Find places by &amp;names…</source>
        <translation>按地名查找位置(&amp;N)…</translation>
    </message>
    <message>
        <source>Look up what the table calls its places, offline.</source>
        <translation>离线查找表格中写的地名。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Add to the map</source>
        <translation>添加到地图(&amp;A)</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Layers to add: {0}</source>
        <translation>待添加图层：{0}</translation>
    </message>
    <message>
        <source>There is nothing to add yet.</source>
        <translation>尚无可添加的内容。</translation>
    </message>
    <message>
        <source>Nothing odd was found.</source>
        <translation>未发现异常。</translation>
    </message>
    <message>
        <source>Rows: {0}</source>
        <translation>行数：{0}</translation>
    </message>
    <message>
        <source>Columns: {0}</source>
        <translation>列数：{0}</translation>
    </message>
    <message>
        <source>reference system not known</source>
        <translation>参考系未知</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Add &amp;data…</source>
        <translation>添加数据(&amp;D)…</translation>
    </message>
    <message>
        <source>Add layers from a file: GeoPackage, GeoJSON, Shapefile, CSV, Excel and more.</source>
        <translation>从文件添加图层：GeoPackage、GeoJSON、Shapefile、CSV、Excel 等。</translation>
    </message>
    <message>
        <source>&amp;Paste as a layer</source>
        <translation>粘贴为图层(&amp;P)</translation>
    </message>
    <message>
        <source>Add cells that were copied from a spreadsheet as a layer.</source>
        <translation>将从电子表格复制的单元格添加为图层。</translation>
    </message>
    <message>
        <source>Add data</source>
        <translation>添加数据</translation>
    </message>
    <message>
        <source>Data ({0})</source>
        <translation>数据 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>Appearance</name>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Follow the theme of the system.</source>
        <translation>使用系统的主题。</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message>
        <source>Show dark things on light ground.</source>
        <translation>浅色背景，深色内容。</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>Show light things on dark ground; once more goes back to light.</source>
        <translation>深色背景，浅色内容；再按一次恢复浅色。</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>高对比度(&amp;H)</translation>
    </message>
    <message>
        <source>Show black text on white, and symbols with black edges.</source>
        <translation>白底黑字，符号加黑色描边。</translation>
    </message>
    <message>
        <source>中文 / En&amp;glish</source>
        <translation>中文 / En&amp;glish</translation>
    </message>
    <message>
        <source>Change between Chinese and English.</source>
        <translation>在中文与英文之间切换。</translation>
    </message>
    <message>
        <source>Appearan&amp;ce</source>
        <translation>外观(&amp;C)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Choose light, dark or high contrast.</source>
        <translation>选择浅色、深色或高对比度。</translation>
    </message>
</context>
<context>
    <name>BookmarkDialog</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>&amp;Go there</source>
        <translation>前往(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Bookmarking</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Add a bookmar&amp;k…</source>
        <translation>添加书签(&amp;K)…</translation>
    </message>
    <message>
        <source>Keep this view under a name.</source>
        <translation>为当前视图命名并保存。</translation>
    </message>
    <message>
        <source>&amp;Edit bookmarks…</source>
        <translation>管理书签(&amp;E)…</translation>
    </message>
    <message>
        <source>Go to, rename or delete the views that you named.</source>
        <translation>前往、重命名或删除已保存的视图。</translation>
    </message>
    <message>
        <source>Bookma&amp;rks</source>
        <translation>书签(&amp;R)</translation>
    </message>
    <message>
        <source>Add a bookmark</source>
        <translation>添加书签</translation>
    </message>
    <message>
        <source>Name of this view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>None yet: add one with Ctrl+B</source>
        <translation>暂无书签：按 Ctrl+B 添加</translation>
    </message>
</context>
<context>
    <name>Bounded</name>
    <message>
        <source>At most {0} characters fit here; the rest was left out.</source>
        <translation>这里最多容纳 {0} 个字符；其余部分已略去。</translation>
    </message>
</context>
<context>
    <name>Bubble</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>BuiltIn</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copied: {0}</source>
        <translation>已复制：{0}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Layers to add</source>
        <translation>待添加的图层</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>no place on the map yet</source>
        <translation>尚无地图位置</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>线</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>面</translation>
    </message>
    <message>
        <source>Points, lines, areas</source>
        <translation>点、线、面</translation>
    </message>
</context>
<context>
    <name>ClassFields</name>
    <message>
        <source>Drawn by</source>
        <translation>绘制依据</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Largest symbol</source>
        <translation>最大符号</translation>
    </message>
    <message>
        <source>Width of a square</source>
        <translation>方格边长</translation>
    </message>
    <message>
        <source>Where steps begin</source>
        <translation>分级方法</translation>
    </message>
    <message>
        <source>Number of classes</source>
        <translation>类数</translation>
    </message>
    <message>
        <source>Reversed</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>&amp;Fit to this zoom</source>
        <translation>按当前缩放重新分级(&amp;F)</translation>
    </message>
    <message>
        <source>Choose the steps anew, by how many points the squares hold at this zoom.</source>
        <translation>按当前缩放级别下各方格的点数重新分级。</translation>
    </message>
    <message>
        <source>One symbol for all</source>
        <translation>统一符号</translation>
    </message>
    <message>
        <source>Values: a colour for each</source>
        <translation>按值分类：每值一色</translation>
    </message>
    <message>
        <source>Numbers: colours in steps</source>
        <translation>按数值分级：颜色</translation>
    </message>
    <message>
        <source>Numbers: size of the symbol</source>
        <translation>按数值：符号大小</translation>
    </message>
    <message>
        <source>Density: points in squares</source>
        <translation>密度：方格内的点数</translation>
    </message>
    <message>
        <source>Equal counts</source>
        <translation>数量相等</translation>
    </message>
    <message>
        <source>Natural breaks</source>
        <translation>自然断点</translation>
    </message>
    <message>
        <source>Equal widths</source>
        <translation>间距相等</translation>
    </message>
    <message>
        <source>Round numbers</source>
        <translation>整数断点</translation>
    </message>
    <message>
        <source>Own breaks</source>
        <translation>自定断点</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>分类</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Classes</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>要素</translation>
    </message>
</context>
<context>
    <name>ColourRow</name>
    <message>
        <source>Colour as #rrggbb</source>
        <translation>颜色（#rrggbb）</translation>
    </message>
    <message>
        <source>Any other colour, written as #rrggbb</source>
        <translation>其他颜色，写作 #rrggbb</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>棕色</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>橄榄色</translation>
    </message>
    <message>
        <source>Grass green</source>
        <translation>草绿色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Sea green</source>
        <translation>海绿色</translation>
    </message>
    <message>
        <source>Petrol</source>
        <translation>蓝绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Indigo</source>
        <translation>靛蓝色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>洋红色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
</context>
<context>
    <name>ConditionRow</name>
    <message>
        <source>From more to less lies nothing; exchange the two.</source>
        <translation>起始值大于结束值，没有要素符合；请交换两值。</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>末值</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>Another value</source>
        <translation>其他值</translation>
    </message>
    <message>
        <source>Another value, then Enter</source>
        <translation>输入其他值后按回车</translation>
    </message>
    <message>
        <source>Remove condition</source>
        <translation>移除条件</translation>
    </message>
    <message>
        <source>{0} of {1} known</source>
        <translation>{1} 个中 {0} 个有值</translation>
    </message>
    <message>
        <source>too many values to list; type a part of one</source>
        <translation>值过多，无法列出；请输入其中一部分</translation>
    </message>
    <message>
        <source>{0} values</source>
        <translation>{0}个值</translation>
    </message>
    <message>
        <source>{0} of {1} values; type a part of one to find it</source>
        <translation>{1}个值中的{0}个；输入一部分即可查找</translation>
    </message>
</context>
<context>
    <name>ConditionRows</name>
    <message>
        <source>Show what meets</source>
        <translation>显示满足</translation>
    </message>
    <message>
        <source>of these conditions:</source>
        <translation>条件的要素：</translation>
    </message>
    <message>
        <source>All or any of the conditions</source>
        <translation>全部或任一条件</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任一</translation>
    </message>
    <message>
        <source>&amp;Add condition</source>
        <translation>添加条件(&amp;A)</translation>
    </message>
</context>
<context>
    <name>CoordinateReadout</name>
    <message>
        <source>Position of the cursor; click to choose how it is written.</source>
        <translation>光标位置；单击可选择坐标系和写法。</translation>
    </message>
    <message>
        <source>Position of the cursor</source>
        <translation>光标位置</translation>
    </message>
    <message>
        <source>WGS84, as GPS shows it</source>
        <translation>WGS84（GPS 坐标）</translation>
    </message>
    <message>
        <source>CGCS2000, degrees</source>
        <translation>CGCS2000（经纬度）</translation>
    </message>
    <message>
        <source>CGCS2000, Gauss–Krüger 3°, easting with zone number</source>
        <translation>CGCS2000 高斯-克吕格 3° 带（横坐标含带号）</translation>
    </message>
    <message>
        <source>CGCS2000, Gauss–Krüger 3°, easting without zone number</source>
        <translation>CGCS2000 高斯-克吕格 3° 带（横坐标不含带号）</translation>
    </message>
    <message>
        <source>UTM on WGS84</source>
        <translation>UTM（WGS84）</translation>
    </message>
    <message>
        <source>MGRS, squares of the military grid</source>
        <translation>MGRS，军用网格</translation>
    </message>
    <message>
        <source>Web Mercator, EPSG:3857</source>
        <translation>Web 墨卡托，EPSG:3857</translation>
    </message>
    <message>
        <source>GCJ-02, as AMap and Tencent show it</source>
        <translation>GCJ-02（高德、腾讯坐标）</translation>
    </message>
    <message>
        <source>BD-09, as Baidu shows it</source>
        <translation>BD-09（百度坐标）</translation>
    </message>
    <message>
        <source>Decimal degrees, 41.79222°</source>
        <translation>十进制度，41.79222°</translation>
    </message>
    <message>
        <source>Degrees, minutes, seconds, 41°47′32″</source>
        <translation>度分秒，41°47′32″</translation>
    </message>
</context>
<context>
    <name>CountDialog</name>
    <message>
        <source>Count points by area</source>
        <translation>按面统计点数</translation>
    </message>
    <message>
        <source>Of these</source>
        <translation>其中</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>面</translation>
    </message>
    <message>
        <source>Also</source>
        <translation>另计</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>正在统计</translation>
    </message>
    <message>
        <source>&amp;Count</source>
        <translation>统计(&amp;C)</translation>
    </message>
    <message>
        <source>Nothing more</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Sum of a column</source>
        <translation>某列的合计</translation>
    </message>
    <message>
        <source>Mean of a column</source>
        <translation>某列的平均值</translation>
    </message>
    <message>
        <source>Sum and mean of a column</source>
        <translation>某列的合计与平均值</translation>
    </message>
    <message>
        <source>The map has no layer of areas. Add one with File → Add data.</source>
        <translation>地图上没有面图层。请用“文件 → 添加数据”添加。</translation>
    </message>
    <message>
        <source>The map has no layer of points. Add one with File → Add data.</source>
        <translation>地图上没有点图层。请用“文件 → 添加数据”添加。</translation>
    </message>
    <message>
        <source>These points have no column of numbers.</source>
        <translation>这些点没有数值列。</translation>
    </message>
</context>
<context>
    <name>Counting</name>
    <message>
        <source>Count points &amp;by area…</source>
        <translation>按面统计点数(&amp;B)…</translation>
    </message>
    <message>
        <source>Make a layer of areas with how many points of another layer are in each.</source>
        <translation>生成面图层，给出另一图层在各个面内的点数。</translation>
    </message>
    <message>
        <source>None of the points lies in an area, so all counts are 0. Look whether both layers are at the right place.</source>
        <translation>没有点落在任何面内，所以点数均为 0。请检查两个图层的位置是否正确。</translation>
    </message>
    <message>
        <source>Count points by area</source>
        <translation>按面统计点数</translation>
    </message>
</context>
<context>
    <name>DataDialog</name>
    <message>
        <source>Export data: {0}</source>
        <translation>导出数据：{0}</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Reference system</source>
        <translation>坐标参考系</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>基准面</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>GCJ-02 (AMap, Tencent)</source>
        <translation>GCJ-02（高德、腾讯）</translation>
    </message>
    <message>
        <source>BD-09 (Baidu)</source>
        <translation>BD-09（百度）</translation>
    </message>
    <message>
        <source>GB 18030, for older Chinese programs</source>
        <translation>GB 18030，用于较旧的中文程序</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Excel workbook (.xlsx)</source>
        <translation>Excel 工作簿（.xlsx）</translation>
    </message>
    <message>
        <source>CSV (.csv)</source>
        <translation>CSV 表格（.csv）</translation>
    </message>
    <message>
        <source>KML, for phones and Google Earth (.kml)</source>
        <translation>KML，用于手机和谷歌地球（.kml）</translation>
    </message>
    <message>
        <source>GPX, for phones and GPS devices (.gpx)</source>
        <translation>GPX，用于手机和 GPS 设备（.gpx）</translation>
    </message>
    <message>
        <source>OpenDocument table (.ods)</source>
        <translation>OpenDocument 表格（.ods）</translation>
    </message>
    <message>
        <source>Degrees of WGS84 (EPSG:4326)</source>
        <translation>WGS84 经纬度（EPSG:4326）</translation>
    </message>
    <message>
        <source>Degrees of CGCS2000 (EPSG:4490)</source>
        <translation>CGCS2000 经纬度（EPSG:4490）</translation>
    </message>
    <message>
        <source>CGCS2000, meridian 123° E (EPSG:4550)</source>
        <translation>CGCS2000，中央经线 123°E（EPSG:4550）</translation>
    </message>
    <message>
        <source>CGCS2000, meridian 120° E (EPSG:4549)</source>
        <translation>CGCS2000，中央经线 120°E（EPSG:4549）</translation>
    </message>
    <message>
        <source>UTM zone 51 N (EPSG:32651)</source>
        <translation>UTM 51N 带（EPSG:32651）</translation>
    </message>
    <message>
        <source>Web Mercator (EPSG:3857)</source>
        <translation>网络墨卡托（EPSG:3857）</translation>
    </message>
    <message>
        <source>“{0}” is no known reference system. Type a code such as EPSG:4528.</source>
        <translation>“{0}”不是已知的坐标参考系。请输入代码，例如 EPSG:4528。</translation>
    </message>
</context>
<context>
    <name>DataExport</name>
    <message>
        <source>Data of the &amp;layer…</source>
        <translation>图层数据(&amp;L)…</translation>
    </message>
    <message>
        <source>Hand the features of the chosen layer on as a table or for other maps.</source>
        <translation>将所选图层的要素导出为表格或供其他地图软件使用。</translation>
    </message>
    <message>
        <source>Data of the &amp;selection…</source>
        <translation>所选要素的数据(&amp;S)…</translation>
    </message>
    <message>
        <source>Hand what is selected on as a table or for other maps.</source>
        <translation>将所选要素导出为表格或供其他地图软件使用。</translation>
    </message>
    <message>
        <source>Data of all &amp;visible layers…</source>
        <translation>全部可见图层的数据(&amp;V)…</translation>
    </message>
    <message>
        <source>Hand all that the map shows on as a table or for other maps.</source>
        <translation>将地图上显示的全部内容导出为表格或供其他地图软件使用。</translation>
    </message>
    <message>
        <source>&amp;Export data…</source>
        <translation>导出数据(&amp;E)…</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>所选要素</translation>
    </message>
    <message>
        <source>Visible layers</source>
        <translation>可见图层</translation>
    </message>
    <message>
        <source>Export data</source>
        <translation>导出数据</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>&amp;Details</source>
        <translation>详情(&amp;D)</translation>
    </message>
    <message>
        <source>Show or hide what is known about the selection.</source>
        <translation>显示或隐藏所选要素的资料。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Click a symbol on the map to read what is known about it.</source>
        <translation>单击地图上的符号，查看其资料。</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Mov&amp;e…</source>
        <translation>移动(&amp;E)…</translation>
    </message>
    <message>
        <source>Click where the point of a copied layer is to be.</source>
        <translation>单击副本图层中的点要移到的位置。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Delete the feature from its copied layer; undo brings it back.</source>
        <translation>从副本图层中删除该要素；可撤销恢复。</translation>
    </message>
    <message>
        <source>Ne&amp;w point…</source>
        <translation>新建点(&amp;W)…</translation>
    </message>
    <message>
        <source>Click where a new point of the chosen layer is, and fill in its row.</source>
        <translation>单击所选图层中新点的位置，再填写它的各列。</translation>
    </message>
    <message>
        <source>change {0} of {1}</source>
        <translation>修改“{1}”的 {0}</translation>
    </message>
    <message>
        <source>delete {0}</source>
        <translation>删除“{0}”</translation>
    </message>
    <message>
        <source>Deleted: {0}. Undo brings it back.</source>
        <translation>已删除：{0}。可撤销恢复。</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>移动“{0}”</translation>
    </message>
    <message>
        <source>click its new place · Enter types coordinates · Esc cancels</source>
        <translation>单击新位置 · 按 Enter 输入坐标 · 按 Esc 取消</translation>
    </message>
    <message>
        <source>New point in {0}</source>
        <translation>在“{0}”中新建点</translation>
    </message>
    <message>
        <source>click its place · Enter types coordinates · Esc cancels</source>
        <translation>单击它的位置 · 按 Enter 输入坐标 · 按 Esc 取消</translation>
    </message>
    <message>
        <source>move {0}</source>
        <translation>移动“{0}”</translation>
    </message>
    <message>
        <source>new point in {0}</source>
        <translation>在“{0}”中新建点</translation>
    </message>
    <message>
        <source>The change was not written</source>
        <translation>更改未写入</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export a picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Preview of the picture</source>
        <translation>图片预览</translation>
    </message>
    <message>
        <source>Drag the picture to a folder or into a document.</source>
        <translation>可将图片拖到文件夹或文档中。</translation>
    </message>
    <message>
        <source>Copy to clip&amp;board</source>
        <translation>复制到剪贴板(&amp;B)</translation>
    </message>
    <message>
        <source>Pr&amp;int…</source>
        <translation>打印(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Centre of the map</source>
        <translation>地图中心</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>所选要素</translation>
    </message>
    <message>
        <source>One file that opens in any browser, without a network.</source>
        <translation>单个文件，任何浏览器均可离线打开。</translation>
    </message>
    <message>
        <source>{0} × {1} mm</source>
        <translation>{0} × {1} mm</translation>
    </message>
    <message>
        <source>{0}, sharp at any size</source>
        <translation>{0}，任意放大均清晰</translation>
    </message>
    <message>
        <source>{0} × {1} pixels, {2}</source>
        <translation>{0} × {1} 像素，{2}</translation>
    </message>
</context>
<context>
    <name>ExportExtent</name>
    <message>
        <source>Extent</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>A crowded part of the map once more, larger, where there is room for it.</source>
        <translation>地图上密集的部分另行放大，绘于地图空白处。</translation>
    </message>
    <message>
        <source>A city such as Shenyang or 大连, or W,S,E,N in degrees.</source>
        <translation>城市名（如沈阳、Dalian），或以度写的 W,S,E,N。</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>La&amp;yer</source>
        <translation>图层(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;W, S, E, N</source>
        <translation>西、南、东、北(&amp;W)</translation>
    </message>
    <message>
        <source>Sca&amp;le</source>
        <translation>比例尺(&amp;L)</translation>
    </message>
    <message>
        <source>Pro&amp;jection</source>
        <translation>投影(&amp;J)</translation>
    </message>
    <message>
        <source>Shenyang</source>
        <translation>沈阳</translation>
    </message>
    <message>
        <source>True from</source>
        <translation>起算点</translation>
    </message>
    <message>
        <source>Inset</source>
        <translation>附图</translation>
    </message>
    <message>
        <source>Inset of</source>
        <translation>附图范围</translation>
    </message>
    <message>
        <source>What the map shows</source>
        <translation>当前视图</translation>
    </message>
    <message>
        <source>All of a layer</source>
        <translation>整个图层</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>所选要素</translation>
    </message>
    <message>
        <source>Around the centre of the map, to scale</source>
        <translation>以地图中心为准，按比例尺</translation>
    </message>
    <message>
        <source>Bounds in degrees</source>
        <translation>经纬度范围</translation>
    </message>
    <message>
        <source>Mercator, as in the window</source>
        <translation>墨卡托，与窗口一致</translation>
    </message>
    <message>
        <source>Equal Earth, for the world</source>
        <translation>Equal Earth 等积投影，用于世界</translation>
    </message>
    <message>
        <source>Winkel Tripel, for the world</source>
        <translation>温克尔三重投影，用于世界</translation>
    </message>
    <message>
        <source>Distances from a place true</source>
        <translation>自某地起的距离准确</translation>
    </message>
    <message>
        <source>Lambert, for a province</source>
        <translation>兰勃特投影，用于全省</translation>
    </message>
    <message>
        <source>Gauss–Krüger zone of China</source>
        <translation>中国高斯-克吕格带</translation>
    </message>
    <message>
        <source>Where symbols crowd, on a page</source>
        <translation>符号密集处（有纸张时）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A city or bounds in degrees</source>
        <translation>某城市，或以度表示的范围</translation>
    </message>
</context>
<context>
    <name>ExportJob</name>
    <message>
        <source>{0} cannot be written ({1}); choose another folder or make room.</source>
        <translation>无法写入 {0}（{1}）；请更换文件夹或清理空间。</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Same as the map</source>
        <translation>与地图相同</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Page</source>
        <translation>页面(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Orientation</source>
        <translation>方向(&amp;O)</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>边长</translation>
    </message>
    <message>
        <source>&amp;Resolution</source>
        <translation>分辨率(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>PDF (vectors)</source>
        <translation>PDF（矢量）</translation>
    </message>
    <message>
        <source>SVG (vectors)</source>
        <translation>SVG（矢量）</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>网页（HTML）</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>信纸（Letter）</translation>
    </message>
    <message>
        <source>Slide 16:9</source>
        <translation>幻灯片 16:9</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>正方形</translation>
    </message>
    <message>
        <source>Own size in millimetres</source>
        <translation>自定义（毫米）</translation>
    </message>
    <message>
        <source>Own size in pixels, all map</source>
        <translation>自定义（像素，仅地图）</translation>
    </message>
</context>
<context>
    <name>ExportParts</name>
    <message>
        <source>Parts</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>A web page has no place for this; its cards tell figures and sources.</source>
        <translation>网页中没有此项的位置；数据和来源见网页中的卡片。</translation>
    </message>
    <message>
        <source>A picture of a size in pixels is all map. Choose a page, such as A4, to have this.</source>
        <translation>按像素设定大小的图片全幅为地图。如需此项，请选择页面，例如 A4。</translation>
    </message>
    <message>
        <source>Degrees on all four sides</source>
        <translation>四边标注经纬度</translation>
    </message>
    <message>
        <source>Write degrees on every side of the map: on a page outside of its frame.</source>
        <translation>在地图四边都标注经纬度；有页面时标在图框外。</translation>
    </message>
    <message>
        <source>Only figures that we believe</source>
        <translation>只列我们采信的数据</translation>
    </message>
    <message>
        <source>Leave out of the key figures what is doubted or what sources contradict.</source>
        <translation>主要数据中不列存疑或各来源相互矛盾的数值。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Key to the ground</source>
        <translation>底图图例</translation>
    </message>
    <message>
        <source>Scale bar</source>
        <translation>比例尺</translation>
    </message>
    <message>
        <source>North arrow</source>
        <translation>指北针</translation>
    </message>
    <message>
        <source>Degree net</source>
        <translation>经纬网</translation>
    </message>
    <message>
        <source>Locator map</source>
        <translation>位置示意图</translation>
    </message>
    <message>
        <source>Key figures</source>
        <translation>主要数据</translation>
    </message>
    <message>
        <source>Numbered sources</source>
        <translation>编号来源</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Mark what is selected</source>
        <translation>标出所选要素</translation>
    </message>
</context>
<context>
    <name>ExportPrepress</name>
    <message>
        <source>For print shops</source>
        <translation>供印刷厂使用</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>PDF/X-4, to be printed</source>
        <translation>PDF/X-4（用于印刷）</translation>
    </message>
    <message>
        <source>PDF/A-2b, to be kept</source>
        <translation>PDF/A-2b（用于长期保存）</translation>
    </message>
    <message>
        <source>Crop marks</source>
        <translation>裁切标记</translation>
    </message>
    <message>
        <source>Lines outside the page that show where to cut.</source>
        <translation>页面外标示裁切位置的短线。</translation>
    </message>
    <message>
        <source>Text, with its font</source>
        <translation>文字（内嵌字体）</translation>
    </message>
    <message>
        <source>Outlines, which need no font</source>
        <translation>轮廓（无需字体）</translation>
    </message>
    <message>
        <source>Stan&amp;dard</source>
        <translation>标准(&amp;D)</translation>
    </message>
    <message>
        <source>Bleed</source>
        <translation>出血</translation>
    </message>
    <message>
        <source>Te&amp;xts as</source>
        <translation>文字形式(&amp;X)</translation>
    </message>
    <message>
        <source>What is cut off around the page: print shops mostly want 3 mm.</source>
        <translation>页面四周将被裁去的部分：印刷厂通常要求 3 毫米。</translation>
    </message>
</context>
<context>
    <name>ExportProgress</name>
    <message>
        <source>Exporting {0} …</source>
        <translation>正在导出 {0} …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Exported {0}</source>
        <translation>已导出 {0}</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>已取消导出，未写入任何文件。</translation>
    </message>
</context>
<context>
    <name>ExportText</name>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Same as the map</source>
        <translation>与地图相同</translation>
    </message>
    <message>
        <source>GS(2026)0000, if there is one</source>
        <translation>如有，例如 GS(2026)0000</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>标题(&amp;T)</translation>
    </message>
    <message>
        <source>S&amp;ubtitle</source>
        <translation>副标题(&amp;U)</translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation>语言(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>备注(&amp;N)</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>界线</translation>
    </message>
    <message>
        <source>Re&amp;view no.</source>
        <translation>审图号(&amp;V)</translation>
    </message>
    <message>
        <source>Both: English and Chinese</source>
        <translation>中英双语</translation>
    </message>
    <message>
        <source>审图号: the number a map gets when it is approved for print in China.</source>
        <translation>审图号：地图经审核批准后取得的编号。</translation>
    </message>
    <message>
        <source>A national border is in sight: to be published in China, this map needs a review number (审图号).</source>
        <translation>图中出现国界：在中国公开出版须取得审图号。</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>&amp;Export a picture…</source>
        <translation>导出图片(&amp;E)…</translation>
    </message>
    <message>
        <source>Make a picture of this view for print or screen.</source>
        <translation>将当前视图制成可打印或在屏幕上使用的图片。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>&amp;Copy the map</source>
        <translation>复制地图(&amp;C)</translation>
    </message>
    <message>
        <source>Put a picture of this view on the clipboard.</source>
        <translation>将当前视图的图片放到剪贴板。</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>打印(&amp;P)…</translation>
    </message>
    <message>
        <source>Print this view with its legend and sources.</source>
        <translation>打印当前视图，附图例和来源。</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The picture went to the printer.</source>
        <translation>图片已送往打印机。</translation>
    </message>
    <message>
        <source>Export a picture</source>
        <translation>导出图片</translation>
    </message>
</context>
<context>
    <name>FeatureCard</name>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Zoom to it</source>
        <translation>缩放至该要素</translation>
    </message>
    <message>
        <source>Show in table</source>
        <translation>在表格中显示</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>移动…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Undated</source>
        <translation>日期不详</translation>
    </message>
    <message>
        <source> (sponsored)</source>
        <translation>（赞助内容）</translation>
    </message>
    <message>
        <source>Long texts are shortened here; the ⋯ menu copies them in full.</source>
        <translation>过长的文字在此已截短；菜单“⋯”可复制全文。</translation>
    </message>
    <message>
        <source>Picture, {0} × {1} px. Click or press Enter to open it.</source>
        <translation>图片，{0} × {1} 像素。单击或按回车键打开。</translation>
    </message>
    <message>
        <source>Copy this card, or see it elsewhere</source>
        <translation>复制此卡片，或在别处查看</translation>
    </message>
    <message>
        <source>Copy or see elsewhere</source>
        <translation>复制或在别处查看</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>FeatureList</name>
    <message>
        <source>Features in view</source>
        <translation>视图内的要素</translation>
    </message>
    <message>
        <source>What the map shows now, by layer. Enter selects a feature.</source>
        <translation>按图层列出地图当前显示的要素；按回车键选择。</translation>
    </message>
    <message>
        <source>In view: {0}</source>
        <translation>视图内：{0} 个</translation>
    </message>
    <message>
        <source>Nothing is in view. Move the map, or show more layers.</source>
        <translation>视图内没有要素。请移动地图，或显示更多图层。</translation>
    </message>
</context>
<context>
    <name>FigureGrid</name>
    <message>
        <source>Features</source>
        <translation>要素数</translation>
    </message>
    <message>
        <source>With a value</source>
        <translation>有值</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>Different values</source>
        <translation>不同的值</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均值</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大值</translation>
    </message>
</context>
<context>
    <name>FilterDialog</name>
    <message>
        <source>Filter: {0}</source>
        <translation>筛选：{0}</translation>
    </message>
    <message>
        <source>Only features that match are shown: on the map, in the table and in pictures.</source>
        <translation>地图、属性表和导出的图片中只显示符合条件的要素。</translation>
    </message>
    <message>
        <source>This expression is more than a list of conditions. Change it below, or show everything to pick conditions.</source>
        <translation>此表达式不只是条件列表。请在下方修改；或点“全部显示”后重新选取条件。</translation>
    </message>
    <message>
        <source>Advanced: &amp;expression</source>
        <translation>高级：表达式(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Show everything</source>
        <translation>全部显示(&amp;S)</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>正在读取取值…</translation>
    </message>
    <message>
        <source>{0} of {1} shown</source>
        <translation>显示 {0} / {1}</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter, such as {0}</source>
        <translation>筛选条件，例如 {0}</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Open &amp;table</source>
        <translation>打开属性表(&amp;T)</translation>
    </message>
    <message>
        <source>Show the features of the layer as a table.</source>
        <translation>以表格显示图层的要素。</translation>
    </message>
    <message>
        <source>&amp;Filter…</source>
        <translation>筛选(&amp;F)…</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Show only the features of the layer that meet a condition.</source>
        <translation>只显示图层中符合条件的要素。</translation>
    </message>
    <message>
        <source>&amp;Remove filter</source>
        <translation>清除筛选(&amp;R)</translation>
    </message>
    <message>
        <source>Show all features of the layer.</source>
        <translation>显示图层的全部要素。</translation>
    </message>
    <message>
        <source>Remove all f&amp;ilters</source>
        <translation>清除所有筛选(&amp;I)</translation>
    </message>
    <message>
        <source>Show all features of all layers.</source>
        <translation>显示所有图层的全部要素。</translation>
    </message>
</context>
<context>
    <name>FoundHeader</name>
    <message>
        <source>Found here</source>
        <translation>此处找到的要素</translation>
    </message>
    <message>
        <source>Previous feature here (Shift+N)</source>
        <translation>此处上一要素（Shift+N）</translation>
    </message>
    <message>
        <source>Next feature here (N)</source>
        <translation>此处下一要素（N）</translation>
    </message>
    <message>
        <source>One at a time</source>
        <translation>逐个显示</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show one card, and the others in a list.</source>
        <translation>只显示一张卡片，其余列在列表中。</translation>
    </message>
    <message>
        <source>Show the cards of all that was found, one below the other.</source>
        <translation>上下排列显示此处全部要素的卡片。</translation>
    </message>
    <message>
        <source>The arrow keys show one after the other.</source>
        <translation>用方向键逐个显示。</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>第{0}个，共{1}个</translation>
    </message>
</context>
<context>
    <name>GoToDialog</name>
    <message>
        <source>Go to coordinates</source>
        <translation>前往坐标</translation>
    </message>
    <message>
        <source>41.79, 123.43   or   41°47′32″N 123°25′58″E</source>
        <translation>41.79, 123.43   或   41°47′32″N 123°25′58″E</translation>
    </message>
    <message>
        <source>As the text says, else WGS84</source>
        <translation>依文字所述，否则按 WGS84</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>System</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>识别为</translation>
    </message>
    <message>
        <source>Degrees or metres, in most ways they are written.</source>
        <translation>度或米，常见写法均可识别。</translation>
    </message>
    <message>
        <source>Coordinates have at most {0} characters; shorten this text.</source>
        <translation>坐标最多 {0} 个字符；请缩短。</translation>
    </message>
    <message>
        <source>Read as {0}, {1}</source>
        <translation>识别为 {0}，{1}</translation>
    </message>
    <message>
        <source>as its parts are named</source>
        <translation>按所写名称</translation>
    </message>
    <message>
        <source>latitude before longitude</source>
        <translation>纬度在前，经度在后</translation>
    </message>
    <message>
        <source>longitude before latitude</source>
        <translation>经度在前，纬度在后</translation>
    </message>
</context>
<context>
    <name>GroundChoice</name>
    <message>
        <source>As they are in fact</source>
        <translation>按实际控制情况</translation>
    </message>
    <message>
        <source>A file with the borders of a standard map as areas or lines, if you have one.</source>
        <translation>如有标准地图的矢量数据（面或线），可在此选择。</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Choose the file of the borders</source>
        <translation>选择界线文件</translation>
    </message>
    <message>
        <source>Data ({0})</source>
        <translation>数据 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Borders of a standard map</source>
        <translation>标准地图的界线</translation>
    </message>
</context>
<context>
    <name>GroundNotice</name>
    <message>
        <source>No ground at this scale: this map has no streets.</source>
        <translation>此比例尺下没有底图：本地图不含街道。</translation>
    </message>
</context>
<context>
    <name>GroupCommands</name>
    <message>
        <source>&amp;Group</source>
        <translation>组(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Show all of the group</source>
        <translation>显示整组(&amp;S)</translation>
    </message>
    <message>
        <source>Tick all layers of the group.</source>
        <translation>勾选该组的全部图层。</translation>
    </message>
    <message>
        <source>&amp;Hide all of the group</source>
        <translation>隐藏整组(&amp;H)</translation>
    </message>
    <message>
        <source>Untick all layers of the group.</source>
        <translation>取消勾选该组的全部图层。</translation>
    </message>
    <message>
        <source>Show &amp;only this group</source>
        <translation>单独显示此组(&amp;O)</translation>
    </message>
    <message>
        <source>Tick the layers of the group, and untick all others.</source>
        <translation>勾选该组的图层，取消勾选其他图层。</translation>
    </message>
    <message>
        <source>&amp;Zoom to group</source>
        <translation>缩放至此组(&amp;Z)</translation>
    </message>
    <message>
        <source>Show all features of the layers of the group.</source>
        <translation>显示该组各图层的全部要素。</translation>
    </message>
    <message>
        <source>&amp;Expand or collapse</source>
        <translation>展开或折叠(&amp;E)</translation>
    </message>
    <message>
        <source>Show or hide the layers of the group in the tree.</source>
        <translation>在图层树中展开或折叠该组。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Read how to use mapapp.</source>
        <translation>阅读 mapapp 的使用说明。</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Show all keys on one sheet.</source>
        <translation>在一页中列出全部快捷键。</translation>
    </message>
    <message>
        <source>Show the &amp;tour again</source>
        <translation>再看一遍导览(&amp;T)</translation>
    </message>
    <message>
        <source>Show the first steps, as at the first start.</source>
        <translation>重现首次启动时的引导。</translation>
    </message>
    <message>
        <source>&amp;About mapapp</source>
        <translation>关于 mapapp(&amp;A)</translation>
    </message>
    <message>
        <source>Version, licences and the origin of the data.</source>
        <translation>版本、许可和数据来源。</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Undone: {0}</source>
        <translation>已撤销：{0}</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>已重做：{0}</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>撤销(&amp;U) {0}</translation>
    </message>
    <message>
        <source>Undo the last change to the layers.</source>
        <translation>撤销对图层的上一次更改。</translation>
    </message>
    <message>
        <source>&amp;Redo {0}</source>
        <translation>重做(&amp;R) {0}</translation>
    </message>
    <message>
        <source>Redo what was undone.</source>
        <translation>重做刚才撤销的更改。</translation>
    </message>
</context>
<context>
    <name>JobProgress</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>KeepProgress</name>
    <message>
        <source>Copying {0} …</source>
        <translation>正在复制 {0} …</translation>
    </message>
    <message>
        <source>The workspace has a copy of {0}</source>
        <translation>工作区已有 {0} 的副本</translation>
    </message>
    <message>
        <source>Copying was cancelled; the layer is as it was.</source>
        <translation>已取消复制；图层保持原样。</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>&amp;Keep a copy in my workspace</source>
        <translation>在工作区保留副本(&amp;K)</translation>
    </message>
    <message>
        <source>Copy the chosen layer to a file of the workspace, and show that instead.</source>
        <translation>把所选图层复制到工作区自己的文件，并改为显示该副本。</translation>
    </message>
    <message>
        <source>The copies of {0} stay in their folder; keep them once more to have them beside this workspace.</source>
        <translation>{0} 的副本留在原文件夹；再次保留副本即可放到此工作区旁边。</translation>
    </message>
    <message>
        <source>Keep a copy</source>
        <translation>保留副本</translation>
    </message>
</context>
<context>
    <name>LabelFields</name>
    <message>
        <source>The name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不写</translation>
    </message>
    <message>
        <source>&amp;Name the features on the map</source>
        <translation>在地图上标注要素(&amp;N)</translation>
    </message>
    <message>
        <source>On a &amp;halo, to be read on any ground</source>
        <translation>加光晕，在任何底图上都清晰(&amp;H)</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>标注内容</translation>
    </message>
    <message>
        <source>From zoom</source>
        <translation>起始级别</translation>
    </message>
    <message>
        <source>To zoom</source>
        <translation>终止级别</translation>
    </message>
    <message>
        <source>Where there is little room, some names are left out. Pictures name features at any zoom.</source>
        <translation>空间不足时会省略部分标注。图片在任何级别都标注要素。</translation>
    </message>
</context>
<context>
    <name>LayerAbout</name>
    <message>
        <source>About this layer</source>
        <translation>关于此图层</translation>
    </message>
    <message>
        <source>Figures from: {0}.</source>
        <translation>数据来源：{0}。</translation>
    </message>
</context>
<context>
    <name>LayerCells</name>
    <message>
        <source>Being read</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>It stays in the workspace as it is.</source>
        <translation>它原样保留在工作区中。</translation>
    </message>
    <message>
        <source>{0}, cannot be opened: {1}</source>
        <translation>{0}，无法打开：{1}</translation>
    </message>
    <message>
        <source>{0} · reading …</source>
        <translation>{0} · 正在读取…</translation>
    </message>
    <message>
        <source>Filtered: {0}</source>
        <translation>已筛选：{0}</translation>
    </message>
    <message>
        <source>in view</source>
        <translation>视图内</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>LayerCommands</name>
    <message>
        <source>Show &amp;only this</source>
        <translation>单独显示(&amp;O)</translation>
    </message>
    <message>
        <source>Show the chosen layer alone, or all ticked ones again.</source>
        <translation>只显示所选图层；再次使用则恢复显示所有勾选的图层。</translation>
    </message>
    <message>
        <source>&amp;Zoom to layer</source>
        <translation>缩放至图层(&amp;Z)</translation>
    </message>
    <message>
        <source>Show all features of the chosen layer.</source>
        <translation>显示所选图层的全部要素。</translation>
    </message>
    <message>
        <source>O&amp;pacity</source>
        <translation>不透明度(&amp;P)</translation>
    </message>
    <message>
        <source>Set how much the chosen layer covers what is below it.</source>
        <translation>设置所选图层遮盖下方内容的程度。</translation>
    </message>
    <message>
        <source>&amp;About this layer…</source>
        <translation>关于此图层(&amp;A)…</translation>
    </message>
    <message>
        <source>What the chosen layer holds, where it is from, and its licence.</source>
        <translation>所选图层的内容、来源和许可。</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Draw the chosen layer above the next one of its group.</source>
        <translation>将所选图层移到同组上一图层之上。</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Draw the chosen layer below the next one of its group.</source>
        <translation>将所选图层移到同组下一图层之下。</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>重命名(&amp;N)…</translation>
    </message>
    <message>
        <source>Give the chosen layer another title, in the language of the window.</source>
        <translation>为所选图层更改当前语言的标题。</translation>
    </message>
    <message>
        <source>Sty&amp;le…</source>
        <translation>样式(&amp;L)…</translation>
    </message>
    <message>
        <source>Choose colours, symbols, classes and names of the chosen layer.</source>
        <translation>选择所选图层的颜色、符号、分类和标注。</translation>
    </message>
    <message>
        <source>Dupli&amp;cate</source>
        <translation>复制图层(&amp;C)</translation>
    </message>
    <message>
        <source>Show the features of the chosen layer a second time, to be styled apart.</source>
        <translation>再次显示所选图层的要素，以便另设样式。</translation>
    </message>
    <message>
        <source>Re&amp;move layer</source>
        <translation>移除图层(&amp;M)</translation>
    </message>
    <message>
        <source>Take the chosen layer off the map; its file stays as it is.</source>
        <translation>将所选图层从地图中移除；其文件不变。</translation>
    </message>
    <message>
        <source>Rename the layer</source>
        <translation>重命名图层</translation>
    </message>
    <message>
        <source>Title of the layer</source>
        <translation>图层标题</translation>
    </message>
</context>
<context>
    <name>LayerJob</name>
    <message>
        <source>mapapp stopped unexpectedly at this; try it once more.</source>
        <translation>mapapp 在处理时意外中止；请再试一次。</translation>
    </message>
</context>
<context>
    <name>LayerTree</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>A group goes between groups, not among layers.</source>
        <translation>组只能放在组与组之间，不能放进图层之中。</translation>
    </message>
    <message>
        <source>A layer stays in its group: drop it above or below another layer of the same group.</source>
        <translation>图层不能移出所在的组：请放到同组其他图层的上方或下方。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close mapapp.</source>
        <translation>关闭 mapapp。</translation>
    </message>
</context>
<context>
    <name>MapMenu</name>
    <message>
        <source>&amp;Here</source>
        <translation>此处(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Feature</source>
        <translation>要素(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;What is here?</source>
        <translation>此处是什么(&amp;W)</translation>
    </message>
    <message>
        <source>Put the pin here, and tell the coordinates and what lies nearest.</source>
        <translation>在此处放置图钉，并显示坐标和最近的要素。</translation>
    </message>
    <message>
        <source>&amp;Measure from here</source>
        <translation>从此处开始测量(&amp;M)</translation>
    </message>
    <message>
        <source>Measure a distance whose first point is here.</source>
        <translation>以此处为起点测量距离。</translation>
    </message>
    <message>
        <source>&amp;Bookmark here…</source>
        <translation>将此处加为书签(&amp;B)…</translation>
    </message>
    <message>
        <source>Keep the view around here under a name.</source>
        <translation>为此处周围的视图命名并保存。</translation>
    </message>
    <message>
        <source>&amp;Centre here</source>
        <translation>以此处为中心(&amp;C)</translation>
    </message>
    <message>
        <source>Bring this place to the middle of the map.</source>
        <translation>将此处移到地图中央。</translation>
    </message>
    <message>
        <source>&amp;Zoom in here</source>
        <translation>在此处放大(&amp;Z)</translation>
    </message>
    <message>
        <source>Bring this place to the middle of the map, and see it larger.</source>
        <translation>将此处移到地图中央并放大。</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>C&amp;opy coordinates</source>
        <translation>复制坐标(&amp;O)</translation>
    </message>
    <message>
        <source>Copy the coordinates of this place as the status bar writes them.</source>
        <translation>按状态栏的格式复制此处坐标。</translation>
    </message>
    <message>
        <source>Co&amp;py as WGS84</source>
        <translation>复制为 WGS84(&amp;P)</translation>
    </message>
    <message>
        <source>Copy latitude and longitude of this place in WGS84.</source>
        <translation>复制此处的 WGS84 纬度和经度。</translation>
    </message>
    <message>
        <source>&amp;Show its card</source>
        <translation>显示卡片(&amp;S)</translation>
    </message>
    <message>
        <source>Select the feature and show what is known of it.</source>
        <translation>选中该要素并显示其信息。</translation>
    </message>
    <message>
        <source>&amp;Zoom to it</source>
        <translation>缩放至该要素(&amp;Z)</translation>
    </message>
    <message>
        <source>Go to the feature, near enough to see it.</source>
        <translation>移到该要素并放大到可见。</translation>
    </message>
    <message>
        <source>Show in &amp;table</source>
        <translation>在表格中显示(&amp;T)</translation>
    </message>
    <message>
        <source>Show the feature among the others of its layer.</source>
        <translation>在图层表格中显示该要素。</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as CS&amp;V</source>
        <translation>复制为 CSV(&amp;V)</translation>
    </message>
    <message>
        <source>Copy all that is known of the feature, with its sources.</source>
        <translation>复制该要素的全部信息及来源。</translation>
    </message>
    <message>
        <source>Show &amp;only its layer</source>
        <translation>单独显示其图层(&amp;O)</translation>
    </message>
    <message>
        <source>Show the layer of the feature alone.</source>
        <translation>只显示该要素所在的图层。</translation>
    </message>
</context>
<context>
    <name>MapNames</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 等 {1} 个</translation>
    </message>
</context>
<context>
    <name>MapNotice</name>
    <message>
        <source>Starting the map again…</source>
        <translation>正在重新启动地图…</translation>
    </message>
    <message>
        <source>The map has stopped</source>
        <translation>地图已停止</translation>
    </message>
    <message>
        <source>The part of mapapp that draws the map does not answer. Layers, search, tables, details and export go on without it. If trying again does not help, save your work and start mapapp anew.</source>
        <translation>mapapp 中绘制地图的部分没有响应。图层、搜索、表格、详情和导出仍可使用。如果重试无效，请保存工作后重新启动 mapapp。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>MapStatusBar</name>
    <message>
        <source>Scale in the middle of the map</source>
        <translation>地图中心的比例尺</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>mapapp makes no network connections.</source>
        <translation>mapapp 不连接网络。</translation>
    </message>
</context>
<context>
    <name>MapToolBar</name>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
</context>
<context>
    <name>MeasureTool</name>
    <message>
        <source>Measure a &amp;distance</source>
        <translation>测量距离(&amp;D)</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Click points on the map; a double click ends.</source>
        <translation>在地图上单击各点，双击结束。</translation>
    </message>
    <message>
        <source>Measure an &amp;area</source>
        <translation>测量面积(&amp;A)</translation>
    </message>
    <message>
        <source>Click the corners of an area on the map; a double click ends.</source>
        <translation>在地图上单击区域的各角点，双击结束。</translation>
    </message>
    <message>
        <source>&amp;Clear the measurement</source>
        <translation>清除测量(&amp;C)</translation>
    </message>
    <message>
        <source>Remove what was measured from the map.</source>
        <translation>从地图上移除测量结果。</translation>
    </message>
    <message>
        <source>Clear the measurement</source>
        <translation>清除测量</translation>
    </message>
    <message>
        <source>Distance {0}</source>
        <translation>距离 {0}</translation>
    </message>
    <message>
        <source>Area {0}, boundary {1}</source>
        <translation>面积 {0}，周长 {1}</translation>
    </message>
    <message>
        <source>on the WGS84 ellipsoid</source>
        <translation>基于 WGS84 椭球</translation>
    </message>
    <message>
        <source>click the first point</source>
        <translation>单击第一个点</translation>
    </message>
    <message>
        <source>double-click or Enter ends · Backspace takes a point back · Esc cancels</source>
        <translation>双击或回车结束 · 退格撤销一点 · Esc 取消</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>图层(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>地图(&amp;M)</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>导出(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>NameList</name>
    <message>
        <source>Only &amp;doubtful names and those without a place</source>
        <translation>只看存疑和没有位置的(&amp;D)</translation>
    </message>
    <message>
        <source>Names and their places</source>
        <translation>地名及其位置</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>{0}, {1} of {2} here</source>
        <translation>{0}，此处第{1}个，共{2}个</translation>
    </message>
    <message>
        <source>{0} has no place on the map; its details are shown.</source>
        <translation>{0} 在地图上没有位置；已显示其详情。</translation>
    </message>
    <message>
        <source>{0} is not drawn: the filter or the year leaves it out.</source>
        <translation>{0} 未绘出：被筛选条件或年份排除。</translation>
    </message>
    <message>
        <source>The layer “{0}” was hidden and is shown now.</source>
        <translation>图层“{0}”原已隐藏，现已显示。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Go back to where the map was before.</source>
        <translation>回到上一个视图。</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>Go forward to where the map was before going back.</source>
        <translation>前进到后退之前的视图。</translation>
    </message>
    <message>
        <source>&amp;Whole province</source>
        <translation>全省(&amp;W)</translation>
    </message>
    <message>
        <source>Show all of Liaoning.</source>
        <translation>显示辽宁全省。</translation>
    </message>
    <message>
        <source>Whole w&amp;orld</source>
        <translation>全球(&amp;O)</translation>
    </message>
    <message>
        <source>Show the whole world with all friendship links.</source>
        <translation>显示全球及所有友好城市连线。</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selection</source>
        <translation>缩放至所选(&amp;S)</translation>
    </message>
    <message>
        <source>Go to what is selected.</source>
        <translation>前往所选要素。</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>See less, larger.</source>
        <translation>范围更小，内容更大。</translation>
    </message>
    <message>
        <source>Zoom o&amp;ut</source>
        <translation>缩小(&amp;U)</translation>
    </message>
    <message>
        <source>See more, smaller.</source>
        <translation>范围更大，内容更小。</translation>
    </message>
    <message>
        <source>&amp;Next feature here</source>
        <translation>此处下一要素(&amp;N)</translation>
    </message>
    <message>
        <source>Show the next of the features that were found where you clicked.</source>
        <translation>显示单击处找到的下一个要素。</translation>
    </message>
    <message>
        <source>Show the one before of the features that were found where you clicked.</source>
        <translation>显示单击处找到的上一个要素。</translation>
    </message>
    <message>
        <source>&amp;Previous feature here</source>
        <translation>此处上一要素(&amp;P)</translation>
    </message>
</context>
<context>
    <name>NewPointDialog</name>
    <message>
        <source>New point in {0}</source>
        <translation>在“{0}”中新建点</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Dismiss the notice</source>
        <translation>收起通知</translation>
    </message>
</context>
<context>
    <name>OpacityRow</name>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the chosen layer</source>
        <translation>所选图层的不透明度</translation>
    </message>
    <message>
        <source>How much the chosen layer covers what is below it.</source>
        <translation>所选图层遮盖下方内容的程度。</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Save it on this computer first, and drop the file.</source>
        <translation>请先保存到本机，再拖入该文件。</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
</context>
<context>
    <name>PaletteBox</name>
    <message>
        <source>Own colours</source>
        <translation>自定颜色</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>&amp;Next panel</source>
        <translation>下一面板(&amp;N)</translation>
    </message>
    <message>
        <source>Take the keyboard to the next part of the window.</source>
        <translation>将键盘焦点移到窗口的下一部分。</translation>
    </message>
    <message>
        <source>&amp;Previous panel</source>
        <translation>上一面板(&amp;P)</translation>
    </message>
    <message>
        <source>Take the keyboard to the previous part of the window.</source>
        <translation>将键盘焦点移到窗口的上一部分。</translation>
    </message>
    <message>
        <source>Go to: {0}</source>
        <translation>转到：{0}</translation>
    </message>
    <message>
        <source>Take the keyboard there; once more closes it.</source>
        <translation>将键盘焦点移到该面板；再按一次将其关闭。</translation>
    </message>
</context>
<context>
    <name>PictureOpening</name>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>A layer was left out. {0}</source>
        <translation>有一个图层未显示。{0}</translation>
    </message>
</context>
<context>
    <name>PlaceChoice</name>
    <message>
        <source>A position in any notation, as a map service or the search box gives it.</source>
        <translation>任意写法的坐标，例如地图服务或搜索框给出的坐标。</translation>
    </message>
</context>
<context>
    <name>PlacePicker</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Type coordinates</source>
        <translation>输入坐标</translation>
    </message>
    <message>
        <source>Put it there</source>
        <translation>放到那里</translation>
    </message>
</context>
<context>
    <name>PlaceFields</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Another name, or a position</source>
        <translation>另一个地名或坐标</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>所在位置</translation>
    </message>
    <message>
        <source>no place</source>
        <translation>无位置</translation>
    </message>
</context>
<context>
    <name>PlaceModel</name>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Place found</source>
        <translation>找到的地点</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>可靠</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>no place</source>
        <translation>无位置</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
</context>
<context>
    <name>PlaceView</name>
    <message>
        <source>Centre</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>Measure from here</source>
        <translation>从此处测量</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>添加书签</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Click a position to copy it.</source>
        <translation>单击坐标即可复制。</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近的要素</translation>
    </message>
    <message>
        <source>here</source>
        <translation>就在此处</translation>
    </message>
    <message>
        <source>In other systems</source>
        <translation>其他坐标系</translation>
    </message>
    <message>
        <source>Remove the pin</source>
        <translation>移除图钉</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>&amp;Go to coordinates…</source>
        <translation>前往坐标(&amp;G)…</translation>
    </message>
    <message>
        <source>Type or paste coordinates or a link of a map service, and go there.</source>
        <translation>输入或粘贴坐标或地图链接，并前往该处。</translation>
    </message>
    <message>
        <source>&amp;Remove the pin</source>
        <translation>移除图钉(&amp;R)</translation>
    </message>
    <message>
        <source>Remove the pin of the place you went to.</source>
        <translation>移除所前往地点的图钉。</translation>
    </message>
    <message>
        <source>Write c&amp;oordinates as</source>
        <translation>坐标写法(&amp;O)</translation>
    </message>
</context>
<context>
    <name>PlacesDialog</name>
    <message>
        <source>Places by names: {0}</source>
        <translation>按地名查找位置：{0}</translation>
    </message>
    <message>
        <source>Writing the table …</source>
        <translation>正在写入表格…</translation>
    </message>
    <message>
        <source>Column of names</source>
        <translation>地名列</translation>
    </message>
    <message>
        <source>Only places in</source>
        <translation>限定范围</translation>
    </message>
    <message>
        <source>anywhere, or e.g. Liaoning</source>
        <translation>不限，或如“辽宁”</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Take these places</source>
        <translation>采用这些位置(&amp;T)</translation>
    </message>
    <message>
        <source>Looking for names …</source>
        <translation>正在查找地名…</translation>
    </message>
    <message>
        <source>Names looked up: {0} of {1}</source>
        <translation>已查找地名：{0}/{1}</translation>
    </message>
    <message>
        <source>Rows: {0}</source>
        <translation>行数：{0}</translation>
    </message>
    <message>
        <source>Rows with a place: {0} of {1}</source>
        <translation>有位置的行：{0}/{1}</translation>
    </message>
    <message>
        <source>doubtful: {0}</source>
        <translation>存疑：{0}</translation>
    </message>
    <message>
        <source>without one: {0}, which stay in the table</source>
        <translation>无位置：{0}，仍留在表格中</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>No place is called so. Type another name, or a position such as 41.79, 123.43.</source>
        <translation>没有叫这个名字的地点。请输入另一个地名，或如 41.79, 123.43 的坐标。</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Start from the usual settings for this kind of picture.</source>
        <translation>从这类图片的常用设置开始。</translation>
    </message>
</context>
<context>
    <name>PreviewProcess</name>
    <message>
        <source>The preview stopped unexpectedly; change something.</source>
        <translation>预览意外中止；请更改任一设置重试。</translation>
    </message>
    <message>
        <source>The preview could not be started; restart mapapp.</source>
        <translation>无法开始预览；请重新启动 mapapp。</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>mapapp has a fault ({0}); if it comes again, start it with --verbose and report what it says.</source>
        <translation>mapapp 出现故障（{0}）；如果再次出现，请用 --verbose 启动并报告其输出。</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷方式</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QCupsJobWidget</name>
    <message>
        <source>&amp;Billing information:</source>
        <translation>计费信息(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;End:</source>
        <translation>结束(&amp;E)：</translation>
    </message>
    <message>
        <source>&amp;Start:</source>
        <translation>开始(&amp;S)：</translation>
    </message>
    <message>
        <source>Job &amp;priority:</source>
        <translation>作业优先级(&amp;P)：</translation>
    </message>
    <message>
        <source>Scheduled &amp;printing:</source>
        <translation>计划打印(&amp;P)：</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message>
        <source>Page &amp;order:</source>
        <translation>页面顺序(&amp;O)：</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>每张页数(&amp;P)：</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Page &amp;Set:</source>
        <translation>页面集合(&amp;S)：</translation>
    </message>
</context>
<context>
    <name>ReadingForm</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>These places are in China. Positions from Amap, Tencent or Baidu lie up to a kilometre off unless their datum is said here.</source>
        <translation>这些位置在中国。来自高德、腾讯或百度的坐标若不在此说明基准，偏差可达一公里。</translation>
    </message>
    <message>
        <source>Reference system</source>
        <translation>参考系</translation>
    </message>
    <message>
        <source>Choose one, or type such as EPSG:4547.</source>
        <translation>请选择，或输入如 EPSG:4547。</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>Who measured the degrees, or whose map they are from.</source>
        <translation>经纬度由谁测得，或取自谁的地图。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How texts are written; choose another if they look wrong.</source>
        <translation>文字的编码；显示有误时请另选。</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <source>The column of longitudes, eastings or positions.</source>
        <translation>经度、东坐标或完整位置所在的列。</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <source>The column of latitudes or northings.</source>
        <translation>纬度或北坐标所在的列。</translation>
    </message>
    <message>
        <source>Names on the map</source>
        <translation>地图注记</translation>
    </message>
    <message>
        <source>The column whose texts stand at the features.</source>
        <translation>要素旁所注文字的列。</translation>
    </message>
    <message>
        <source>There since</source>
        <translation>起始时间</translation>
    </message>
    <message>
        <source>The column of years or dates, by which Time shows what was there.</source>
        <translation>年份或日期所在的列；“时间”据此显示当时已有的要素。</translation>
    </message>
    <message>
        <source>as found: {0}</source>
        <translation>自动识别：{0}</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>as the file says</source>
        <translation>依文件所述</translation>
    </message>
    <message>
        <source>{0} (likely)</source>
        <translation>{0}（可能）</translation>
    </message>
    <message>
        <source>WGS84 or CGCS2000 (GPS)</source>
        <translation>WGS84 或 CGCS2000（GPS）</translation>
    </message>
    <message>
        <source>{0} (Amap, Tencent)</source>
        <translation>{0}（高德、腾讯）</translation>
    </message>
    <message>
        <source>{0} (Baidu)</source>
        <translation>{0}（百度）</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message>
        <source>Opening {0} …</source>
        <translation>正在打开 {0} …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SampleTable</name>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>{0}, place</source>
        <translation>{0}，位置</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>time of day</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是/否</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Excel workbook</source>
        <translation>Excel 工作簿</translation>
    </message>
    <message>
        <source>CSV for spreadsheets (UTF-8)</source>
        <translation>CSV，供电子表格使用（UTF-8）</translation>
    </message>
    <message>
        <source>CSV for older Chinese programs (GB 18030)</source>
        <translation>CSV，供旧版中文软件使用（GB 18030）</translation>
    </message>
    <message>
        <source>{0} exists already. Replace it?</source>
        <translation>“{0}”已存在。要替换吗？</translation>
    </message>
</context>
<context>
    <name>ScopeBox</name>
    <message>
        <source>All features</source>
        <translation>全部要素</translation>
    </message>
    <message>
        <source>What the map shows (filter, year)</source>
        <translation>地图上显示的（按筛选和年份）</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>已选中的</translation>
    </message>
    <message>
        <source>What is in view</source>
        <translation>视图内的</translation>
    </message>
    <message>
        <source>What is in the measured area</source>
        <translation>量测区域内的</translation>
    </message>
    <message>
        <source>Measure an area on the map first; what has a part in it counts.</source>
        <translation>请先在地图上量测一块面积；有任何部分在其中的要素都计入。</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search 沈阳, Dalian port, area …    Ctrl+K</source>
        <translation>搜索 沈阳、大连港、面积 …    Ctrl+K</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Type a name, an attribute, coordinates or &gt; and a command; choose with the arrow keys and Enter.</source>
        <translation>输入名称、指标、坐标，或 &gt; 加命令；用方向键和回车键选择。</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter go there   Esc close</source>
        <translation>↑ ↓ 选择   回车 前往   Esc 关闭</translation>
    </message>
    <message>
        <source>A search has at most {0} characters; shorten this text.</source>
        <translation>搜索内容最多 {0} 个字符；请缩短。</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer letters, the other language, pinyin (shenyang) or initials (sy), or coordinates such as 41.80 N 123.43 E.</source>
        <translation>未找到。请减少字数，或改用另一种语言、拼音（shenyang）、首字母（sy），或输入坐标，例如 41.80 N 123.43 E。</translation>
    </message>
    <message>
        <source>Type a name in Chinese or English, its pinyin or initials; an attribute such as area; coordinates; or &gt; for commands.</source>
        <translation>输入中文或英文名称、拼音或首字母；指标，例如“面积”；坐标；或输入 &gt; 查找命令。</translation>
    </message>
</context>
<context>
    <name>SearchRows</name>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>当前不可用</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>指标</translation>
    </message>
</context>
<context>
    <name>Searching</name>
    <message>
        <source>&amp;Search…</source>
        <translation>搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>Find a place, a feature, a figure, a position or a command.</source>
        <translation>查找地名、要素、数据、坐标或命令。</translation>
    </message>
    <message>
        <source>Run a &amp;command…</source>
        <translation>运行命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Find a command by its name and run it.</source>
        <translation>按名称查找并运行命令。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>在地图上</translation>
    </message>
    <message>
        <source>Move the map</source>
        <translation>移动地图</translation>
    </message>
    <message>
        <source>Zoom in or out</source>
        <translation>放大或缩小</translation>
    </message>
    <message>
        <source>Zoom to a box</source>
        <translation>框选放大</translation>
    </message>
    <message>
        <source>Shift + drag</source>
        <translation>Shift + 拖动</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>In view</source>
        <translation>视图内</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>图层(&amp;L)</translation>
    </message>
    <message>
        <source>Show or hide the layer tree.</source>
        <translation>显示或隐藏图层树。</translation>
    </message>
    <message>
        <source>In &amp;view</source>
        <translation>视图内(&amp;V)</translation>
    </message>
    <message>
        <source>List what the map shows now, by name.</source>
        <translation>按名称列出地图当前显示的要素。</translation>
    </message>
</context>
<context>
    <name>StyleDialog</name>
    <message>
        <source>Style: {0}</source>
        <translation>样式：{0}</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Opacity of the layer</source>
        <translation>图层不透明度</translation>
    </message>
    <message>
        <source>As &amp;before</source>
        <translation>恢复原样(&amp;B)</translation>
    </message>
    <message>
        <source>Draw the layer as it was when this was opened.</source>
        <translation>按打开此窗口时的样式绘制图层。</translation>
    </message>
    <message>
        <source>Colour: choose a class to give it another</source>
        <translation>颜色：请先选择一个类别</translation>
    </message>
    <message>
        <source>Only of the class: {0}</source>
        <translation>仅限类别：{0}</translation>
    </message>
    <message>
        <source>Of all classes. Choose one in the table to change it alone.</source>
        <translation>适用于所有类别。在表中选择一类即可单独更改。</translation>
    </message>
</context>
<context>
    <name>StyleFiles</name>
    <message>
        <source>&amp;Load</source>
        <translation>加载(&amp;L)</translation>
    </message>
    <message>
        <source>Take a style from a file of mapapp or QGIS.</source>
        <translation>从 mapapp 或 QGIS 的文件中读取样式。</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Keep the style in a file, for mapapp or for QGIS.</source>
        <translation>将样式存为文件，供 mapapp 或 QGIS 使用。</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>The style that QGIS keeps with the layer</source>
        <translation>QGIS 随图层保存的样式</translation>
    </message>
    <message>
        <source>Load a style</source>
        <translation>加载样式</translation>
    </message>
    <message>
        <source>Styles of mapapp and QGIS</source>
        <translation>mapapp 和 QGIS 样式</translation>
    </message>
    <message>
        <source>Save the style</source>
        <translation>保存样式</translation>
    </message>
    <message>
        <source>Style of mapapp</source>
        <translation>mapapp 样式</translation>
    </message>
    <message>
        <source>Style of QGIS</source>
        <translation>QGIS 样式</translation>
    </message>
    <message>
        <source>mapapp cannot draw this of the style, and left it out: {0}.</source>
        <translation>样式中以下内容 mapapp 无法绘制，已略去：{0}。</translation>
    </message>
</context>
<context>
    <name>SummaryDialog</name>
    <message>
        <source>Summary: {0}</source>
        <translation>汇总：{0}</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>How the values are spread</source>
        <translation>数值的分布</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the figures as a table for spreadsheets.</source>
        <translation>将这些数字作为表格复制，可粘贴到电子表格中。</translation>
    </message>
    <message>
        <source>No feature is meant. Choose others under “Of”.</source>
        <translation>此范围内没有要素。请在“范围”中另选。</translation>
    </message>
    <message>
        <source>None of these features has a value in this column.</source>
        <translation>这些要素在此列中都没有值。</translation>
    </message>
    <message>
        <source>Every value is another one.</source>
        <translation>每个值都不相同。</translation>
    </message>
    <message>
        <source>Values that are texts and in no figure but the counts: {0}.</source>
        <translation>为文本、仅计入数目的值：{0} 个。</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>SummaryMenu</name>
    <message>
        <source>&amp;Summary…</source>
        <translation>汇总(&amp;S)…</translation>
    </message>
    <message>
        <source>Count, sum, mean, range and spread of a column of the chosen layer.</source>
        <translation>所选图层某一列的数目、合计、平均值、范围和分布。</translation>
    </message>
</context>
<context>
    <name>SymbolFields</name>
    <message>
        <source>Symbol</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>线宽</translation>
    </message>
    <message>
        <source>Opacity of the fill</source>
        <translation>填充不透明度</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Outline colour</source>
        <translation>轮廓颜色</translation>
    </message>
    <message>
        <source>Outline width</source>
        <translation>轮廓宽度</translation>
    </message>
    <message>
        <source>In a colour of its own</source>
        <translation>使用单独颜色</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Diamond</source>
        <translation>菱形</translation>
    </message>
    <message>
        <source>Triangle</source>
        <translation>三角形</translation>
    </message>
    <message>
        <source>Hexagon</source>
        <translation>六边形</translation>
    </message>
    <message>
        <source>Pentagon</source>
        <translation>五边形</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星形</translation>
    </message>
    <message>
        <source>Anchor</source>
        <translation>锚</translation>
    </message>
    <message>
        <source>Railway</source>
        <translation>铁路</translation>
    </message>
    <message>
        <source>Aeroplane</source>
        <translation>飞机</translation>
    </message>
    <message>
        <source>Cross</source>
        <translation>十字</translation>
    </message>
</context>
<context>
    <name>TableModel</name>
    <message>
        <source>Texts of several lines or more than {0} characters are not edited here.</source>
        <translation>多行文字或超过 {0} 个字符的文字不能在此编辑。</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>T&amp;able</source>
        <translation>属性表(&amp;A)</translation>
    </message>
    <message>
        <source>Show or hide the features of a layer as a table.</source>
        <translation>显示或隐藏图层要素的属性表。</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>&amp;Filter this column…</source>
        <translation>筛选此列(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Sum this column up…</source>
        <translation>汇总此列(&amp;S)…</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Find text</source>
        <translation>查找文字</translation>
    </message>
    <message>
        <source>In view</source>
        <translation>视图内</translation>
    </message>
    <message>
        <source>Only features in the visible part of the map</source>
        <translation>仅显示地图可见范围内的要素</translation>
    </message>
    <message>
        <source>No feature matches. Change the filter or the text, or look outside the view.</source>
        <translation>没有符合条件的要素。请更改筛选或文字，或查看视图之外。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose the columns</source>
        <translation>选择显示的列</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the rows as CSV or XLSX</source>
        <translation>将各行保存为 CSV 或 XLSX</translation>
    </message>
    <message>
        <source>Attribute table</source>
        <translation>属性表</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Keep a copy in my workspace to edit</source>
        <translation>在工作区保留副本后才能编辑</translation>
    </message>
</context>
<context>
    <name>TimeSlider</name>
    <message>
        <source>&amp;Time</source>
        <translation>时间(&amp;T)</translation>
    </message>
    <message>
        <source>Look at what was known, and what was there, in a year.</source>
        <translation>查看某一年已知和已有的内容。</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Show what was known and what was there by then</source>
        <translation>显示截至该年已知和已有的内容</translation>
    </message>
    <message>
        <source>All years</source>
        <translation>全部年份</translation>
    </message>
    <message>
        <source>Show all that is known</source>
        <translation>显示全部已知内容</translation>
    </message>
    <message>
        <source>{0} dated facts, and {1} undated</source>
        <translation>{0} 条有日期，另有 {1} 条日期不详</translation>
    </message>
    <message>
        <source>{0} of unknown date not shown</source>
        <translation>{0}个要素年代不详，未显示</translation>
    </message>
    <message>
        <source>Features of which nothing dated says whether they were there by this year</source>
        <translation>无从得知到这一年是否已存在的要素</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Choose what is shown</source>
        <translation>选择显示内容</translation>
    </message>
    <message>
        <source>Tick a layer to see it. A right click offers more.</source>
        <translation>勾选图层即可显示。右键单击有更多操作。</translation>
    </message>
    <message>
        <source>Click anything</source>
        <translation>单击任意符号</translation>
    </message>
    <message>
        <source>The details at the right tell every figure with its date and its source, and where sources disagree.</source>
        <translation>右侧详情列出每项数据及其日期和来源，并标明来源不一致之处。</translation>
    </message>
    <message>
        <source>Find it, and take it with you</source>
        <translation>查找并带走</translation>
    </message>
    <message>
        <source>Type a name in Chinese or English, or its pinyin. Export makes a sheet with legend and sources of what you see.</source>
        <translation>输入中英文名称或拼音即可查找。“导出”将所见内容制成带图例和来源的图幅。</translation>
    </message>
</context>
<context>
    <name>UndoTexts</name>
    <message>
        <source>show only {0}</source>
        <translation>单独显示“{0}”</translation>
    </message>
    <message>
        <source>show all again</source>
        <translation>恢复显示全部</translation>
    </message>
    <message>
        <source>year %s</source>
        <translation>%s 年</translation>
    </message>
    <message>
        <source>all years</source>
        <translation>全部年份</translation>
    </message>
    <message>
        <source>keep a copy of {0}</source>
        <translation>保留“{0}”的副本</translation>
    </message>
    <message>
        <source>add {0}</source>
        <translation>添加“{0}”</translation>
    </message>
    <message>
        <source>remove {0}</source>
        <translation>移除“{0}”</translation>
    </message>
    <message>
        <source>style of {0}</source>
        <translation>“{0}”的样式</translation>
    </message>
    <message>
        <source>opacity of {0}</source>
        <translation>“{0}”的不透明度</translation>
    </message>
    <message>
        <source>filter of {0}</source>
        <translation>“{0}”的筛选</translation>
    </message>
    <message>
        <source>order of layers</source>
        <translation>图层顺序</translation>
    </message>
    <message>
        <source>changes of {0}</source>
        <translation>“{0}”的更改</translation>
    </message>
    <message>
        <source>show {0}</source>
        <translation>显示“{0}”</translation>
    </message>
    <message>
        <source>hide {0}</source>
        <translation>隐藏“{0}”</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 个图层</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>mapapp stopped unexpectedly while doing this; try again.</source>
        <translation>mapapp 在处理时意外中止；请再试一次。</translation>
    </message>
    <message>
        <source>A part of mapapp could not be started; restart mapapp.</source>
        <translation>mapapp 无法启动其组件；请重新启动。</translation>
    </message>
</context>
<context>
    <name>WorkspaceFiles</name>
    <message>
        <source>These layers cannot be opened now, and are kept: {0}.</source>
        <translation>以下图层目前无法打开，已予保留：{0}。</translation>
    </message>
    <message>
        <source>It was made with another atlas; figures may differ.</source>
        <translation>此工作区基于另一份图集，数据可能不同。</translation>
    </message>
    <message>
        <source>The filter of {0} was left out. {1}</source>
        <translation>已略过“{0}”的筛选条件。{1}</translation>
    </message>
</context>
<context>
    <name>WorkspaceMenu</name>
    <message>
        <source>&amp;New workspace</source>
        <translation>新建工作区(&amp;N)</translation>
    </message>
    <message>
        <source>Arrange everything as at the first start.</source>
        <translation>恢复到首次启动时的布置。</translation>
    </message>
    <message>
        <source>&amp;Open a workspace…</source>
        <translation>打开工作区(&amp;O)…</translation>
    </message>
    <message>
        <source>Arrange everything as it was saved in a file.</source>
        <translation>按文件恢复布置。</translation>
    </message>
    <message>
        <source>Tr&amp;y again to open layers</source>
        <translation>重试打开图层(&amp;Y)</translation>
    </message>
    <message>
        <source>Open the layers of the workspace that could not be opened.</source>
        <translation>打开工作区中未能打开的图层。</translation>
    </message>
    <message>
        <source>Find t&amp;he file…</source>
        <translation>查找文件(&amp;H)…</translation>
    </message>
    <message>
        <source>Say where the file of the chosen layer, which cannot be opened, is now.</source>
        <translation>指出无法打开的所选图层的文件现在何处。</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Save the workspace</source>
        <translation>保存工作区</translation>
    </message>
    <message>
        <source>Share the workspace</source>
        <translation>共享工作区</translation>
    </message>
    <message>
        <source>Shared as {0}.</source>
        <translation>已共享为 {0}。</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save the workspace to its file.</source>
        <translation>将工作区保存到其文件。</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save the workspace to another file.</source>
        <translation>将工作区保存到另一个文件。</translation>
    </message>
    <message>
        <source>S&amp;hare…</source>
        <translation>共享(&amp;H)…</translation>
    </message>
    <message>
        <source>Write the workspace and the atlas into one file for somebody else.</source>
        <translation>将工作区和图集写入一个文件，供他人使用。</translation>
    </message>
    <message>
        <source>Save the changes of {0}?</source>
        <translation>是否保存对 {0} 的更改？</translation>
    </message>
    <message>
        <source>Save what you arranged? It is in no file yet.</source>
        <translation>要保存当前的设置吗？它还没有存入任何文件。</translation>
    </message>
    <message>
        <source>Workspaces and pictures ({0})</source>
        <translation>工作区和图片（{0}）</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Find the file</source>
        <translation>查找文件</translation>
    </message>
    <message>
        <source>Files like {0}</source>
        <translation>类似 {0} 的文件</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Workspaces you open or save are listed here</source>
        <translation>打开或保存过的工作区将列在这里</translation>
    </message>
    <message>
        <source>Reading {0} …</source>
        <translation>正在读取 {0} …</translation>
    </message>
</context>
<context>
    <name>_SoloLine</name>
    <message>
        <source>Only {0} shown</source>
        <translation>仅显示“{0}”</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show all ticked layers again.</source>
        <translation>恢复显示所有勾选的图层。</translation>
    </message>
</context>
</TS>
