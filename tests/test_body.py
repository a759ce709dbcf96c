"""Bodies: text, HTML and pictures from whatever owners paste."""

from time import process_time

import pytest
from lxml import html

from newsportal.items import Image
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.pictures import picture_address
from newsportal.pages.tree import parsed


def read(source: str) -> Body:
    document = html.document_fromstring(f"<body><div id=x>{source}</div></body>")
    reader = BodyReader("http://h/post/1.html", picture_address)
    return reader.read([document.get_element_by_id("x")])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>　　一</p><p>二</p>", "一\n二"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<p>一<span>二</span><b>三</b>\n<i>四</i></p>", "一二三 四"),
        ("<section><section>一</section><section><span>二</span></section></section>", "一\n二"),
        ("<div>一<div>二</div>三</div>四", "一\n二\n三\n四"),
        ("<p>一</p>\n\n<p><br></p><p>&nbsp;</p><p>二</p>", "一\n二"),
        ("<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>", "一\n二\n三"),
        ("<table><tr><th>年<th>值<tr><td>1</td><td>2</td></tr></table>", "年\t值\n1\t2"),
        ("<table><tr><td><p>一</p><p>二</p></td><td>三<br>四</td></tr></table>", "一 二\t三 四"),
        ("<table><tr><td><p>一</p><p>二</p></td></tr></table>", "一\n二"),
        ("<table><tr><td>甲</td><td></td><td>丙</td></tr></table>", "甲\t\t丙"),
        ("<table><tr><td> </td><td><p>一</p><p>二<br>三</p></td><td><img></table>",
         "一\n二\n三"),
        ("<figure><img src=a.png><figcaption>图注</figcaption></figure>一", "图注\n一"),
        ("一<script>x()</script><style>p{}</style><!-- c -->二", "一二"),
        ("<h2>题</h2>一<blockquote>引</blockquote>二", "题\n一\n引\n二"),
        ("<p style='display:none'>没有</p>一<p hidden>没有</p>", "一"),
        ("<pre>一\n  二</pre>三", "一\n二\n三"),
        ("<xmp>一\n  <b>二</b></xmp>三", "一\n<b>二</b>\n三"),
        ("<listing>一\n二</listing>三", "一\n二\n三"),
        ("<noembed><p>没有</p></noembed><noframes>没有</noframes>一", "一"),
        ("<video src=a.mp4>不支持</video><audio>不支持</audio><iframe>x</iframe>一", "一"),
        ("<p>一<p>二<div>三", "一\n二\n三"),
        ("<o:p>一</o:p><font color=red>二</font>", "一二"),
        ("约3×10<sup>4</sup>人", "约3×10⁴人"),
        ("10<sup>－９</sup>米，H<sub>2</sub>O，CO<sub><b>2</b></sub>", "10⁻⁹米，H₂O，CO₂"),
        ("2<sup>k</sup>，10<sup>2.5</sup>，x<sup>n+1</sup>", "2^k，10^2.5，xⁿ⁺¹"),
        ("PM<sub>2.5</sub>降了<sup>[3]</sup>，20<sup>th</sup>，品牌<sup>®</sup>",
         "PM2.5降了[3]，20th，品牌®"),
        ('10<span style="VERTICAL-ALIGN: super">3</span>', "10³"),
        ("一<sup></sup>二<sup><p>三</p></sup>四", "一二\n三\n四"),
        ("原价<s>260</s>199元，<del>周五</del>周六", "原价199元，周六"),
        ("原价<strike>26<sup>2</sup></strike>19", "原价19"),
        ('<span style="text-decoration: line-through;">30</span>20', "20"),
        ('<b style="text-decoration:line-through">30</b>20', "20"),
        ("<s><p>一</p><p>二</p></s>", "一\n二"),
        ("10<sup><s>2</s>3</sup>，10<sup>2<s>3</s></sup>，<s>10<sup>4</sup></s>", "10³，10²，"),
        ("10<sup><s>2</s></sup>个", "10个"),
        ("一<iframe srcdoc='<p>二</p>'></iframe>三", "一\n二\n三"),
        ("10<sup>&nbsp;8</sup>，10<sup>—6</sup>，10<sup>﹣7</sup>", "10⁸，10⁻⁶，10⁻⁷"),
        ("<p style='text-decoration: line-through'>旧</p><p>新<a href=/1 style='TEXT-DECORATION:"
         "line-through'>旧</a></p><div style='text-decoration:line-through'><p>旧</p></div>", "新"),
        ("公式<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>",
         "公式E=mc²"),
        ("由<span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation"
         " encoding='application/x-tex'>x_1</annotation></semantics></math></span>"
         "<span class='katex-html'>x1</span></span>得", "由x_1得"),
        ("<svg><foreignObject><p>图中一段</p></foreignObject><desc>无</desc></svg>", "图中一段"),
        ("<table><tr><td class=gutter><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table>",
         "a\nb"),
        ("<ruby>堤<rt>dī</rt>坝<rt>bà</rt></ruby>，<ruby><rb>渠</rb><rb>首</rb><rt>qú</rt><rt>shǒu"
         "</rt></ruby>，<ruby>岸<rp>（</rp> <rt>àn</rt><rp>）</rp></ruby>",
         "堤(dī)坝(bà)，渠首(qúshǒu)，岸（ àn）"),
        ("一<math><mtext><style>b{}</style><script>b()</script></mtext><mi>x</mi></math>", "一x"),
        ("", ""),
        ("<p>&amp;nbsp;一&amp;amp;二</p>", "一&二"),
    ],
)  # fmt: skip
def test_text(source: str, text: str) -> None:
    assert read(source).text == text


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ('<p style="x" onclick="y()" class="z">一</p>', "<p>一</p>"),
        ("<div>一<p>二</p>三</div>", "<p>一</p><p>二</p><p>三</p>"),
        ("<section><section><span>一</span></section></section>", "<p>一</p>"),
        ('<a href="/post/2.html?utm_source=x">甲</a>', '<p><a href="http://h/post/2.html">甲</a></p>'),
        ('<a href="javascript:x()">甲</a>', "<p>甲</p>"),
        ('<img src="b.jpg" onerror=x alt="图">', '<p><img src="http://h/post/b.jpg" alt="图"></p>'),
        ('<img src="http://t/p.gif" width="1" height="1">', ""),
        ('<img src="data:image/png;base64,xx">', ""),
        ("<p></p><div><br></div><ul><li></li></ul>", ""),
        ("<b>粗</b><i>斜</i>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("1 &lt; 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<table><tr><td colspan=2 onclick=x>一</td></tr></table>",
         '<table><tr><td colspan="2">一</td></tr></table>'),
        ('<ol start="4"><li>一</li><li value="9" class="x">二</li></ol>',
         '<ol start="4"><li>一</li><li value="9">二</li></ol>'),
        ('<ol start="x" type="a" reversed><li>一</li></ol>',
         '<ol type="a" reversed=""><li>一</li></ol>'),
        ('<ol start="+3"><li>一</li></ol>', '<ol start="3"><li>一</li></ol>'),
        ("<pre>  a:\n\n\tb\xa0c<b>d</b>\n  <i>e</i></pre>",
         "<pre>  a:\n\n\tb c<strong>d</strong>\n  <em>e</em></pre>"),
        ("<pre>  \n</pre>一", "<p>一</p>"),
        ('<p style="text-decoration:line-through">一</p>', "<p><s>一</s></p>"),
        ("<s>一</s>二<sup>3</sup>", "<p><s>一</s>二<sup>3</sup></p>"),
        ('<p>一<img src="//"><img src="?"><img src=" "><img src="http://"><img><img src="1.html">'
         '<img src="/"><img src="#a"><img src="about:blank"><img src="https://h/"></p>',
         "<p>一</p>"),
        ("<svg><title>x</title><script>x</script><text>x</text></svg>一", "<p>一</p>"),
        ("<p><ruby>堤<rt>dī</rt></ruby></p>",
         "<p><ruby>堤<rp>(</rp><rt>dī</rt><rp>)</rp></ruby></p>"),
        ('<p>一<img src="http:///a.jpg"><img data-cfsrc="/b.jpg" style="display:none"></p>',
         '<p>一<img src="http://h/b.jpg" alt=""></p>'),
        ('<a href="\tjava\nscript:x()">甲</a>', "<p>甲</p>"),
    ],
)  # fmt: skip
def test_html(source: str, clean: str) -> None:
    assert read(source).html == clean


def test_images_in_order_each_once() -> None:
    body = read('<img src="/b.jpg" alt="乙"><p><img src="a.jpg"></p><img src="http://h/b.jpg">')
    assert body.images == [Image("http://h/b.jpg", "乙"), Image("http://h/post/a.jpg", "")]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ('<img src="/loading.gif" data-lazy-src="/2026/a.jpg">', "/2026/a.jpg"),
        ('<img src="/i/spacer.gif" data-actualsrc="/a.jpg">', "/a.jpg"),
        ('<img src="/blank.gif" data-echo="/a.jpg">', "/a.jpg"),
        ('<img src="/static/img/lazy_loading.png" data-backsrc="a.jpg">', "/post/a.jpg"),
        ('<img src="data:image/gif;base64,R0lGOD" data-srcset="/a.jpg 1x, /b.jpg 2x">', "/b.jpg"),
        ('<img srcset="/a-320.jpg 320w,/a-1280.jpg 1280w, /a-640.jpg 640w">', "/a-1280.jpg"),
        ('<img srcset="/a.jpg">', "/a.jpg"),
        ('<img src="/a.jpg" srcset="/a-320.jpg 320w, /a-1280.jpg 1280w">', "/a.jpg"),
        ('<picture><source srcset="/a.webp"><img src="/placeholder.svg"></picture>', "/a.webp"),
        ('<picture><source data-srcset="/a.webp 2x"><img></picture>', "/a.webp"),
        ('<img src="/1x1.png"><noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<img src="/grey.gif" data-my-own-thing="/upload/a.jpeg?x=1">', "/upload/a.jpeg?x=1"),
        ('<img src="/a.jpg" data-my-own-thing="/upload/b.jpeg">', "/a.jpg"),
        ('<img src="/blank.gif" data-original="/loading.gif">', None),
        ('<img src="/img/loading.gif?v=3">', None),
        ('<img src="/static/images/pixel.gif" data-w="640" data-type="jpeg">', None),
        ('<img src="/upload/loading-at-the-port.jpg">', "/upload/loading-at-the-port.jpg"),
        ('<img src="/upload/图.gif">', "/upload/%E5%9B%BE.gif"),
        ('<img src="/a.jpg" data-lazy="true" data-file="123" data-src="undefined">', "/a.jpg"),
        ('<img src="/a.jpg" data-url="/post/9.html" data-img="{{url}}">', "/a.jpg"),
        ('<img src="/a.jpg" data-url="http://h/" data-s="300,640">', "/a.jpg"),
        ('<img src="/x.png" data-croporisrc="/a/640?wx_fmt=png">', "/x.png"),
        ('<img data-croporisrc="/a/640?wx_fmt=png">', "/a/640?wx_fmt=png"),
        ('<img src="/none.gif" zoomfile="/b.jpg" file="/a.jpg">', "/b.jpg"),
        ('<img src="/s.gif" osrc="/a.jpg" onerror="this.src=\'/b.jpg\'">', "/a.jpg"),
        ('<img src="/grey.gif" data-error="/b.jpg" v-lazy="/a.jpg">', "/a.jpg"),
        ('<img src="/grey.gif" data-thumb="/s.jpg" data-whole="/a.jpg">', "/a.jpg"),
        ('<noscript><img src="/a.jpg"></noscript><img src="/1px.png">', "/a.jpg"),
        ('<a href="/a.jpg"><img src="/loading.gif"></a>', "/a.jpg"),
        ('<a href="/post/2.html"><img src="/loading.gif"></a>', None),
        ('<picture><source srcset="/s.webp 320w"><source srcset="/l.webp 960w"><img></picture>',
         "/l.webp"),
        ('<mip-img src="/a.jpg"></mip-img>', "/a.jpg"),
        *((f'<img src="/i/{name}" my-own="/a.jpg">', "/a.jpg") for name in (
            "ajax-loader.gif", "spinner.svg", "preloader.gif", "imgloading.png", "load.gif",
            "thumb-loading.jpg", "dummy.png", "logo_loading.png", "wait.gif")),
        ('<img src="/i/tps.gif" my-own="/a.jpg">', "/i/tps.gif"),
        ('<img src="/i/load.jpg" my-own="/a.jpg">', "/i/load.jpg"),
        ('<img src="?v=1">', None),
        ('<img src="undefined/a.jpg">', None),
        ('<img src="https://h/img/null?w=640">', None),
        ('<img src="/undefined.jpg">', "/undefined.jpg"),
        *((f'<img src="/i/{name}" my-own="/a.jpg">', "/a.jpg") for name in (
            "defaultimg.png", "default_pic.jpg", "img-default.gif?v=2")),
        ('<img src="/vi/7/default.jpg">', "/vi/7/default.jpg"),
        ("<div style='background-image: url(\"/a.jpg\")'></div>", "/a.jpg"),
        ("<section style='background:url(/a.jpg)'><svg></svg></section>", "/a.jpg"),
        ("<i style='background:url(/icons.png) 0 -20px'></i>", None),
        ("<i style='width:16px;background:url(/icon.png)'></i>", None),
        ("<div style='background:url(data:image/png;base64,R0lG)'></div>", None),
        ("<iframe srcdoc='<p><img src=/a.jpg></p>'></iframe>", "/a.jpg"),
        ("<iframe srcdoc='<iframe srcdoc=\"<img src=/a.jpg>\"></iframe>'></iframe>", None),
        ("<iframe src=/film srcdoc='<img src=/a.jpg>'></iframe>", None),
        ('<svg><image xlink:href="/a.jpg"/></svg>', "/a.jpg"),
        ('<object data="/a.jpg" type="image/jpeg"></object>', "/a.jpg"),
        ('<img src="/plugins/1x1.trans.gif">', None),
        ('<img src="/images/space.gif">', None),
        ('<img src="/images/space.jpg">', "/images/space.jpg"),
        ('<img src="null">', None),
        ('<img src="[object Object]">', None),
        ('<img src="http://h/index.html">', None),
        ('<noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<noscript><img src="/a.jpg" width=1 height=1></noscript>', None),
        ('<image src="/a.jpg">', "/a.jpg"),
        ('<img a\x1f="x" src="/a.jpg">', "/a.jpg"),  # lxml asks for no attribute of such a name
    ],
)  # fmt: skip
def test_pictures_that_load_late(source: str, address: str | None) -> None:
    body = read(f"<p>图：{source}</p>")
    assert [image.url for image in body.images] == ([f"http://h{address}"] if address else [])
    assert body.html.count("<img") == bool(address)
    assert body.text == "图："


@pytest.mark.parametrize(
    ("source", "address", "link"),
    [
        ('<iframe src="//v.example/embed/7" title="镇上的新桥"></iframe>', "http://v.example/embed/7",
         '<a href="http://v.example/embed/7">镇上的新桥</a>'),
        ('<iframe data-src="https://v.example/p?vid=1&amp;x=2"></iframe>',
         "https://v.example/p?vid=1&x=2",
         '<a href="https://v.example/p?vid=1&amp;x=2">https://v.example/p?vid=1&amp;x=2</a>'),
        ('<embed src="/a.swf">', "http://h/a.swf", '<a href="http://h/a.swf">http://h/a.swf</a>'),
        ('<object><param name="movie" value="/b.swf"><embed src="/b.swf"></object>',
         "http://h/b.swf", '<a href="http://h/b.swf">http://h/b.swf</a>'),
        ('<object data="/c.mp4">没有插件</object>', "http://h/c.mp4",
         '<a href="http://h/c.mp4">http://h/c.mp4</a>'),
        ('<object><param name="FlashVars" value="id=7&file=%2Fe.mp4"></object>', "http://h/e.mp4",
         '<a href="http://h/e.mp4">http://h/e.mp4</a>'),
        ('<iframe class="video_iframe" data-mpvid="wxv_7" title="片"></iframe>',
         "https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl&vid=wxv_7",
         '<a href="https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl'
         '&amp;vid=wxv_7">片</a>'),
        ('<iframe src="about:blank" data-lazy-src="/f?v=1"></iframe>', "http://h/f?v=1",
         '<a href="http://h/f?v=1">http://h/f?v=1</a>'),
        ('<iframe my-lazy data-x-poster="/p.jpg" data-x-src="//v.example/g"></iframe>',
         "http://v.example/g", '<a href="http://v.example/g">http://v.example/g</a>'),
        ('<noscript><iframe src="/f"></iframe></noscript>', "http://h/f",
         '<a href="http://h/f">http://h/f</a>'),
        ('<amp-video src="/e.mp4"></amp-video>', "http://h/e.mp4",
         '<a href="http://h/e.mp4">http://h/e.mp4</a>'),
        ('<script>new DPlayer({"pic": "/p.jpg", "url": "\\/f.m3u8?k=1"})</script>',
         "http://h/f.m3u8?k=1", '<a href="http://h/f.m3u8?k=1">http://h/f.m3u8?k=1</a>'),
        ('<video poster="p.jpg"><source src="/d.mp4">没有</video>', "http://h/d.mp4",
         '<video src="http://h/d.mp4" controls></video>'),
    ],
)  # fmt: skip
def test_players(source: str, address: str, link: str) -> None:
    body = read(f"<p>看：{source}</p>")
    assert [video.url for video in body.videos] == [address]
    assert (body.text, body.html) == ("看：", f"<p>看：{link}</p>")


def test_a_block_that_a_script_makes_a_player_of() -> None:
    body = read("""<div class="dplayer" data-config='{"url": "/a.mp4"}'></div><p>后文</p>""")
    assert [video.url for video in body.videos] == ["http://h/a.mp4"]
    assert body.text == "后文"


def test_a_frame_with_a_file_is_no_film() -> None:
    body = read('<iframe src="/a.pdf"></iframe>')
    assert (body.videos, body.html) == ([], '<p><a href="http://h/a.pdf">http://h/a.pdf</a></p>')


def test_recordings_are_links() -> None:
    body = read('<p>听：<mpvoice voice_encode_fileid="MzA=" name="乡音"></mpvoice></p>')
    link = "https://res.wx.qq.com/voice/getvoice?mediaid=MzA%3D"
    assert (body.videos, body.html) == ([], f'<p>听：<a href="{link}">乡音</a></p>')


@pytest.mark.parametrize(
    "source",
    [
        "<iframe></iframe>",
        '<iframe src="about:blank"></iframe>',
        '<iframe src="javascript:x()"></iframe>',
        '<iframe src="//stat.example/x" width="0" height="0"></iframe>',
        '<iframe src="//stat.example/x" style="display:none"></iframe>',
        '<iframe src="1.html"></iframe>',
    ],
)
def test_frames_that_play_nothing(source: str) -> None:
    body = read(f"一{source}")
    assert (body.videos, body.html) == ([], "<p>一</p>")


def test_reading_stops_at_a_landmark_in_the_middle() -> None:
    document = html.document_fromstring(
        "<div id=x><p>一</p><div><b>二</b><hr id=end>三</div>四</div>"
    )
    reader = BodyReader("http://h/", lambda _: None)
    body = reader.read([document.get_element_by_id("x")], stop=document.get_element_by_id("end"))
    assert body.text == "一\n二"
    assert body.html == "<p>一</p><p><strong>二</strong></p>"


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul"])
def test_deep_nesting_takes_linear_time_and_no_stack(tag: str) -> None:
    source = f"<{tag}>" * 20_000 + "深" + f"</{tag}>" * 20_000
    tree = parsed(f"<body>{source}浅")
    body = BodyReader("http://h/", lambda _: None).read([tree])
    assert body.text.replace("\n", "") == "深浅"


def test_tables_in_tables_are_not_read_once_for_each_of_them() -> None:
    """Whether a row has cells side by side took the text of all tables inside: 20 s a megabyte."""
    costs = []
    for source in ("<div><div><div>文", "<table><tr><td>文"):
        tree = parsed(f"<body>{source * 4_000}")
        start = process_time()
        body = BodyReader("http://h/", lambda _: None).read([tree])
        costs.append(process_time() - start)
        assert body.text.count("文") == 4_000
    assert costs[1] < 6 * costs[0]
