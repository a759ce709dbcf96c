"""Whatever a post says: its Markdown, rendered, has nothing active, and says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import commonmark
import mistune
import pytest
import yaml
from lxml import html
from markdown_it import MarkdownIt

from newsportal.formats.markdown_folder import write_markdown
from tests.records import record

MISTUNE = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])
RENDERERS: dict[str, Callable[[str], str]] = {
    "markdown-it": MarkdownIt("commonmark", {"html": True}).render,
    "markdown-it, tables": MarkdownIt("commonmark", {"html": True}).enable("table").render,
    "commonmark.py": commonmark.commonmark,
    "mistune": lambda source: str(MISTUNE(source)),
}
OURS = re.compile(r"https?://(?:h|news\.example)/")
LIVE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
SAID = LIVE.replace("<", "&lt;").replace(">", "&gt;")
JS = "[x](javascript:alert(1))"
BODIES = {
    "alt": f'<p><img src="https://h/a.jpg" alt="]({JS}) {SAID} `"></p>',
    "alt in a heading": f'<h2><img src="https://h/a.jpg" alt="{SAID}{JS}"></h2>',
    "alt of two lines": f'<p><img src="https://h/a.jpg" alt="a&#10;&#10;{SAID}"></p>',
    "address": '<p><a href="https://h/a)[x](javascript:alert(1)">甲</a></p>',
    "address with a title": '<p><a href="https://h/a &quot;x&quot; &lt;script&gt;">甲</a></p>',
    "address with references": '<p><a href="https://h/&amp;lpar;&amp;quot;&amp;lt;b">甲</a></p>',
    "script as address": '<p><a href="javascript:alert(1)">甲</a><a href="data:x">乙</a></p>',
    "picture's address": '<p><img src="https://h/a.jpg)&lt;script&gt;" alt=""></p>',
    "film": '<video src="https://h/a](javascript:alert(1)).mp4&lt;b" controls></video>',
    "pre": f"<pre>```\n{SAID}\n````\n{SAID}</pre>",
    "pre in a list": f"<ul><li>一<pre>```\n\n{SAID}\n</pre></li></ul>",
    "pre in a quotation": f"<blockquote><pre>~~~\n\n```\n{SAID}</pre></blockquote>",
    "pre in a table": f"<table><tr><td><pre>`|`\n{SAID}</pre></td><td>二</td></tr></table>",
    "pre in a definition": f"<dl><dt>一</dt><dd><pre>```\n\n{SAID}</pre></dd></dl>",
    "pre in a link": f'<p><a href="https://h/"><pre>{SAID}\n\n{SAID}</pre></a></p>',
    "code": f"<p><code>`{SAID}`</code> <code>a<br><br>{SAID}</code></p>",
    "code in a table": f"<table><tr><td><code>a|{SAID}</code></td></tr></table>",
    "text": f"<p>{SAID} {JS} ![x](javascript:alert(1)) &lt;javascript:alert(1)&gt;</p>",
    "lines": f"<p>一<br>&gt; 二<br># 三<br>    {SAID}<br>- {JS}<br>[x]: javascript:alert(1)</p>",
    "exclamation": f'<p>看!<a href="https://h/">{SAID}</a></p>',
    "references": "<p>&amp;lt;script&amp;gt; &amp;#60;b&amp;#62;</p>",
    "heading": f"<h3>{SAID}<br>{JS}</h3>",
    "cell": f"<table><tr><th>|{SAID}|</th></tr><tr><td>{JS}|</td></tr></table>",
}


def exported(tmp_path: Path, title: str, body: str) -> str:
    post = record(7, title, "x", html=body, tags=[LIVE, JS])
    write_markdown([post], tmp_path / "posts")
    return next((tmp_path / "posts").rglob("7.md")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BODIES)
def test_nothing_comes_to_life(name: str, tmp_path: Path) -> None:
    source = exported(tmp_path, f"{LIVE} {JS}", BODIES[name])
    front, body = source.removeprefix("---\n").split("\n---\n", 1)
    assert yaml.safe_load(front)["tags"] == [LIVE, JS]
    shown = "".join("".join(html.fromstring(f"<div>{BODIES[name]}</div>").itertext()).split())
    for renderer, render in RENDERERS.items():
        for part in (source, body):  # the whole file by a reader who knows no front matter
            rendered = html.fromstring(f"<div>{render(part)}</div>")
            for element in rendered.iter():
                where = f"{renderer}: {render(part)}"
                assert element.tag not in ("script", "iframe", "style"), where
                assert not [name for name in element.attrib if name.startswith("on")], where
                for address in (element.get("href"), element.get("src")):
                    assert address is None or re.match(r"https?://(?:h|news\.example)/", address), (
                        where
                    )
        said = "".join("".join(html.fromstring(f"<div>{render(body)}</div>").itertext()).split())
        if not re.search("alt|table|film|cell|definition", name):  # these are told in other words
            assert shown in said, renderer


@pytest.mark.parametrize(
    "body",
    [
        "<p><strong>问：</strong>堤坝何时完工？</p>",
        "<p>他说<strong>“好”</strong>，又说<em>《河》</em>与<s>“旧”</s>三样</p>",
        "<p>增长<strong>5.8%</strong>左右<strong>。</strong>其余<em>见下（一）</em>节</p>",
        "<p>甲<strong>乙</strong><em>丙</em>丁</p>",
        "<p><strong>甲<em>“乙”</em></strong>丙<em>，丁</em></p>",
        "<p><em><strong>甲</strong></em>乙<em>丙<strong>丁</strong></em></p>",
        "<p>见<strong><a href='https://h/'>“甲”</a></strong>处</p>",
        "<p>甲<u><strong>“乙”</strong></u>丙</p>",
        "<p><strong>“甲”</strong><br><strong>（一）</strong> 乙</p>",
        "<ul><li><strong>甲：</strong>乙</li></ul><h2><em>（甲）</em>乙</h2>",
        "<p>甲<strong>乙</strong>丙，<em>丁</em>。</p>",
        "<p>星*<strong>“甲”</strong>*号</p>",
    ],
)
def test_what_is_emphasised_stays_so(tmp_path: Path, body: str) -> None:
    """CommonMark takes **“ and ”** for no mark beside a letter, and Chinese has no blanks."""
    _, source = exported(tmp_path, "题", body).removeprefix("---\n").split("\n---\n", 1)
    for renderer, render in RENDERERS.items():
        shown, said = (html.fromstring(f"<div>{each}</div>") for each in (render(source), body))
        for name in ("strong", "em"):
            emphasised = [each.text_content() for each in shown.iter(name)]
            assert emphasised == [each.text_content() for each in said.iter(name)], renderer


def test_plain_words_are_emphasised_with_marks(tmp_path: Path) -> None:
    body = "<p>甲<strong>乙</strong>丙</p><p><strong>一、甲。</strong></p>"
    source = exported(tmp_path, "题", body)
    assert "甲**乙**丙" in source
    assert "**一、甲。**" in source


def test_numbers_stay_what_they_are(tmp_path: Path) -> None:
    source = exported(
        tmp_path, "题", "<p>10<sup>8</sup>H<sub>2</sub>O</p><ol start='3'><li>丙</li></ol>"
    )
    assert "10⁸H₂O" in source
    assert "3. 丙" in source


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2\\. 甲", "1\\. 乙"]),
        ("<ol><li>甲</li><li value='7'>乙</li><li>丙</li></ol>", ["1\\. 甲", "7\\. 乙", "8\\. 丙"]),
        ("<ol><li value='3'>甲</li><li>乙</li></ol>", ["3\\. 甲", "4\\. 乙"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
    ],
)
def test_lists_that_count_in_their_own_way(tmp_path: Path, source: str, lines: list[str]) -> None:
    """Markdown counts up from the first number, whatever the others are: these are paragraphs."""
    written = exported(tmp_path, "题", source).splitlines()
    assert [line for line in written if re.match(r"\d", line)] == lines


def test_a_long_list_takes_linear_time(tmp_path: Path) -> None:
    """Each item counted those before it: 4,000 took 15 s."""
    source = exported(tmp_path, "题", f"<ol>{'<li>甲</li>' * 20_000}</ol>")
    assert "\n20000. 甲" in source


def test_a_table_of_many_bodies_takes_linear_time(tmp_path: Path) -> None:
    """Each asked the whole table for a head: 5,000 took 20 s."""
    rows = "<tbody><tr><td>甲</td></tr></tbody>" * 5_000
    source = exported(tmp_path, "题", f"<table>{rows}</table>")
    assert source.count("| 甲 |\n") == 5_000


def test_neighbours_are_escaped_alike(tmp_path: Path) -> None:
    """A blank between two marks counted for the first alone."""
    assert r"\- \- 1\. 2\) \# \#" in exported(tmp_path, "题", "<p>- - 1. 2) # #</p>")
