"""Both READMEs tell the truth, and the same."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args
from urllib.request import urlopen

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from newsportal import settings
from newsportal.arguments import Arguments, Mode
from newsportal.browse.index.refresh import refresh
from newsportal.chinese.credits.bylines import parse_byline
from newsportal.items import Post
from newsportal.runs import run
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests import plain_portal
from tests.browsing import append, served
from tests.records import PORTAL, record

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "newsportal/schema/post.schema.json").read_text(encoding="utf-8"))
SECONDS = 120  # for a command that takes two
_FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
QUICK = ("-a", "limit=5", *_FAST)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_HARMLESS = ("cd", "export", ".")  # commands of the shell that need no proof


@dataclass(frozen=True)
class Readme:
    """A README in its parts."""

    name: str

    @property
    def text(self) -> str:
        return (ROOT / self.name).read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """The text without code blocks."""
        return _FENCE.sub("", self.text)

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Language and content of the code blocks."""
        return _FENCE.findall(self.text)

    @property
    def tables(self) -> list[list[list[str]]]:
        """The cells of each table's rows, without its head."""
        found = re.findall(r"(?:^\|.*\|\n)+", self.prose, re.MULTILINE)
        return [
            [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]
            for table in found
        ]

    def table_with(self, cell: str) -> list[list[str]]:
        """Return the table that has a row whose first cell is *cell*."""
        return next(table for table in self.tables if any(row[0] == cell for row in table))

    @property
    def sample(self) -> dict[str, object]:
        """The sample record."""
        found = next(content for language, content in self.blocks if language == "json")
        return dict(json.loads(found))


READMES = (Readme("README.md"), Readme("README.zh-CN.md"))
OPERATION = {
    "README.md": Readme("docs/operation.md"),
    "README.zh-CN.md": Readme("docs/operation.zh-CN.md"),
}
ENGLISH, CHINESE = READMES
each = pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)


def simple_commands(line: str) -> Iterator[list[str]]:
    """Yield the words of each command on a line of shell, without variables and redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    redirected = False
    for word in [*lexer, ";"]:
        if word in (";", "&&", "||", "|", "&"):
            while command and re.match(r"\w+=", command[0]):
                del command[0]
            if command:
                yield command
            command, redirected = [], False
        elif word[0] in "<>":
            redirected = True
        elif not redirected:
            command.append(word)


def commands(readme: Readme) -> Iterator[list[str]]:
    """Yield the commands in code blocks, programs without their folder."""
    for language, content in readme.blocks:
        if language not in ("sh", "crontab"):
            continue
        for line in content.splitlines():
            shell = line.split(maxsplit=5)[5] if language == "crontab" else line
            for program, *arguments in simple_commands(shell):
                yield [Path(program).name or program, *arguments]


COMMANDS = list(commands(ENGLISH))


def documented(*start: str) -> list[object]:
    found = [command for command in COMMANDS if command[: len(start)] == list(start)]
    assert found
    return [pytest.param(command[len(start) :], id=" ".join(command)) for command in found]


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with serve(Options(posts=30)) as url:
        yield url


def scrapy(*arguments: str, url: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NEWSPORTAL_URL": url, "NEWSPORTAL_DATA_DIR": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def begun(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with five posts of the portal."""
    data = tmp_path_factory.mktemp("begun")
    scrapy("crawl", "posts", *QUICK, url=portal, data=data)
    return data


@pytest.fixture(scope="module")
def whole(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the whole portal."""
    data = tmp_path_factory.mktemp("whole")
    scrapy("crawl", "posts", *_FAST, url=portal, data=data)
    return data


def records(data: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for path in data.glob("*/posts.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


# What the commands do


def test_no_command_goes_unchecked() -> None:
    checked = {
        ("scrapy", name) for name in ("audit", "crawl", "demo", "health", "portal", "rebuild")
    }
    checked |= {("scrapy", name) for name in ("browse", "export", "probe", "reextract", "report")}
    checked.add(("pip", "install"))  # by tests/test_packaging.py
    for command in COMMANDS:
        assert command[0] in (*_HARMLESS, "make") or tuple(command[:2]) in checked


@pytest.mark.parametrize("arguments", documented("make"))
def test_make_target_exists(arguments: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(
        ["make", "--dry-run", *arguments],
        cwd=ROOT, env=environment | {"LC_ALL": "C"}, capture_output=True, text=True,
        timeout=SECONDS, check=True,
    )  # fmt: skip
    assert "Nothing to be done" not in done.stdout  # a folder's name, not a target


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "demo"))
def test_demo(arguments: list[str], tmp_path: Path) -> None:
    done = scrapy("demo", *arguments, "--posts", "30", url="", data=tmp_path)
    assert done.returncode == run.OK, done.stderr
    (path,) = tmp_path.glob("*/posts.jsonl")
    assert str(path) in done.stdout
    assert list(records(tmp_path)[0]) == [field.name for field in fields(Post)]
    program, command, *_, portal = done.stdout.splitlines()[-1].removeprefix("to read").split()
    assert (Path(program).name, command) == ("scrapy", "browse")
    with served(tmp_path, portal.removeprefix("portal="), path.parent) as site:
        assert len(site.listed("/")) == len(records(tmp_path))


@pytest.mark.parametrize("arguments", documented("scrapy", "crawl"))
def test_crawl(arguments: list[str], portal: str, tmp_path: Path) -> None:
    here = [f"portal={portal}" if word.startswith("portal=") else word for word in arguments]
    done = scrapy("crawl", *here, *QUICK, url=portal, data=tmp_path)
    assert done.returncode == run.FAILED, done.stderr  # limit=5 leaves some for the next run
    assert 1 <= len(records(tmp_path)) <= 5


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "audit"))
def test_audit(arguments: list[str], portal: str, whole: Path) -> None:
    done = scrapy("audit", *arguments, url=portal, data=whole)
    assert re.fullmatch(r"complete: [0-9]+ posts", done.stdout.splitlines()[-1]), done.stdout
    assert done.returncode == run.OK


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "probe"))
def test_probe(arguments: list[str], tmp_path: Path) -> None:
    with plain_portal.served(plain_portal.PlainPortal().news(30)) as plain:
        here = [plain.url if word.startswith("https://") else word for word in arguments]
        done = scrapy("probe", *here, "-s", "DOWNLOAD_DELAY=0", url=plain.url, data=tmp_path)
    assert done.returncode == run.OK, done.stderr
    assert done.stdout.startswith(f"{plain.url} can be archived\n")


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "report"))
def test_report(
    arguments: list[str], portal: str, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "true")  # a browser that shows nothing
    done = scrapy("report", *arguments, url=portal, data=begun)
    assert done.returncode == run.OK, done.stderr
    assert "update" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "health"))
def test_health(arguments: list[str], portal: str, whole: Path, tmp_path: Path) -> None:
    assert scrapy("health", *arguments, url=portal, data=tmp_path).returncode == run.FAILED
    assert scrapy("health", *arguments, url=portal, data=whole).returncode == run.OK


@pytest.mark.parametrize("arguments", documented("scrapy", "export"))
def test_export(arguments: list[str], tmp_path: Path) -> None:
    append(tmp_path / "news.example", record(1, "甲"))
    here = [str(tmp_path / word) if word.startswith("posts-") else word for word in arguments]
    done = scrapy("export", *here, url=PORTAL, data=tmp_path)
    assert done.returncode == run.OK, done.stderr
    assert done.stdout.startswith("1 posts in ")


@pytest.mark.parametrize("arguments", documented("scrapy", "browse"))
def test_browse(arguments: list[str], tmp_path: Path) -> None:
    append(tmp_path / "news.example", record(1, "甲"))
    quiet = [word for word in arguments if word != "--open"]
    with served(tmp_path, PORTAL, tmp_path / "news.example", *quiet) as site:
        assert site.listed("/") == ["甲"]


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "reextract"))
def test_reextract(arguments: list[str], portal: str, begun: Path) -> None:
    before = records(begun)
    done = scrapy("reextract", *arguments, url=portal, data=begun)
    assert done.returncode == run.OK, done.stderr
    assert records(begun) == before


@pytest.mark.long
@pytest.mark.parametrize("arguments", documented("scrapy", "rebuild"))
def test_rebuild(arguments: list[str], portal: str, begun: Path) -> None:
    done = scrapy("rebuild", *arguments, url=portal, data=begun)
    assert done.returncode == run.OK, done.stderr
    assert done.stdout.startswith("rebuilt: ")


@pytest.mark.parametrize("arguments", documented("scrapy", "portal"))
def test_portal_serves_until_interrupted(arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", "portal", *arguments, "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        try:
            assert child.stdout is not None
            address = re.search(r"http://\S+", child.stdout.readline())
            assert address
            with urlopen(address[0], timeout=SECONDS) as answer:
                assert answer.status == 200
            child.send_signal(signal.SIGINT)
            child.wait(SECONDS)
        finally:
            child.kill()


@pytest.mark.parametrize("option", ["nope=1", "mode=quick", "since=yesterday", "limit=0"])
def test_wrong_argument_is_named(option: str, portal: str, tmp_path: Path) -> None:
    done = scrapy("crawl", "posts", "-a", option, url=portal, data=tmp_path)
    assert done.returncode == run.USAGE
    assert option.partition("=")[0] in done.stderr
    assert not list(tmp_path.iterdir())


# What the tables say


@each
def test_record_table_has_every_field(readme: Readme) -> None:
    table = readme.table_with("`content_hash`")
    named = [name for row in table for name in _CODE.findall(row[0])]
    assert named == [field.name for field in fields(Post)]


@each
def test_record_table_marks_what_may_be_null(readme: Readme) -> None:
    for names, kind, _ in readme.table_with("`content_hash`"):
        for name in _CODE.findall(names):
            rule = Draft202012Validator({**SCHEMA["properties"][name], "$defs": SCHEMA["$defs"]})
            assert kind.endswith("?") == rule.is_valid(None), name


@each
def test_settings(readme: Readme) -> None:
    ours = {name for name in vars(settings) if name.startswith("NEWSPORTAL_")}
    assert set(re.findall(r"NEWSPORTAL_\w+", readme.text)) <= ours
    assert {row[0].strip("`") for row in settings_told(readme)} == ours


def settings_told(readme: Readme) -> list[list[str]]:
    """Return the rows on settings; the thresholds of alerts stand in docs/operation.md."""
    further = OPERATION[readme.name].table_with("`NEWSPORTAL_ALERT_POSTS`")
    return [*readme.table_with("`NEWSPORTAL_URL`"), *further]


def test_setting_defaults() -> None:
    names = [row[0].strip("`") for row in settings_told(ENGLISH)]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("NEWSPORTAL_")
    }
    values = subprocess.run(
        [sys.executable, "-c",
         "import json, newsportal.settings as s; print(json.dumps(vars(s), default=str))"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=True,
    )  # fmt: skip
    defaults = json.loads(values.stdout)
    for readme in READMES:
        told = {row[0].strip("`"): row[1].strip("`") for row in settings_told(readme)}
        assert told == {name: str(defaults[name]) for name in names}


@each
def test_arguments(readme: Readme) -> None:
    rows = readme.table_with("`-a limit=N`")
    told = [_CODE.findall(row[0])[0].removeprefix("-a ").partition("=")[0] for row in rows]
    with pytest.raises(ValueError, match="there are ") as refusal:
        Arguments.parse({"nope": ""}, "http://news.example/")
    names = str(refusal.value).partition("there are ")[2]
    known = set(re.findall(r"\w+", names)) - {"and"}
    assert set(told) == known
    about_mode = " ".join(" ".join(row) for row in rows if "mode=" in row[0])
    assert all(re.search(rf"\b{mode}\b", about_mode) for mode in get_args(Mode))


@each
def test_exit_statuses(readme: Readme) -> None:
    told = [int(row[0]) for row in readme.table_with("75")]
    assert told == [run.OK, run.FAILED, run.USAGE, run.LOCKED]


@pytest.mark.long
@each
def test_files(readme: Readme, portal: str, tmp_path: Path) -> None:
    scrapy("crawl", "posts", *QUICK, url=portal, data=tmp_path)
    (folder,) = tmp_path.iterdir()
    scrapy("export", "--format", "csv", url=portal, data=tmp_path)
    refresh(folder)
    told = {row[0].strip("`").partition("/")[0] for row in readme.table_with("`posts.jsonl`")}
    written = told - {"portal.toml", "media"}  # which a person writes; which nobody asked for
    assert {path.name for path in folder.iterdir()} == written


# What the text says


@each
def test_sample_record(readme: Readme) -> None:
    names = [field.name for field in fields(Post)]
    sample = readme.sample
    assert sorted(sample, key=names.index) == list(sample)
    shortened = {name: rule for name, rule in SCHEMA.items() if name != "required"}
    Draft202012Validator(shortened, format_checker=FormatChecker()).validate(sample)
    byline = parse_byline(str(sample["text"]))
    for name in ("source", "reporters", "correspondents", "editors"):
        told = getattr(byline, name)
        assert sample[name] == (list(told) if isinstance(told, tuple) else told)
    before = readme.text.partition("```json")[0].splitlines()[-2]
    assert sorted(map(int, re.findall(r"\d+", before))) == [len(sample), len(names)]


@each
def test_named_files_exist(readme: Readme) -> None:
    inside = re.compile(r"(?:newsportal|tests)/[\w./]+")
    named = {path for path in _CODE.findall(readme.prose) if inside.fullmatch(path)}
    assert named
    assert [path for path in named if "NAME" not in path and not (ROOT / path).exists()] == []


@each
def test_short(readme: Readme) -> None:
    assert len(readme.text.splitlines()) <= 250


def test_each_links_the_other_at_the_top() -> None:
    for readme, other in (READMES, READMES[::-1]):
        assert f"]({other.name})" in "".join(readme.text.splitlines()[:5])


# Both say the same


def test_same_headings_and_lists() -> None:
    marks = re.compile(r"^(#+|-|\d+\.) ", re.MULTILINE)
    assert marks.findall(ENGLISH.prose) == marks.findall(CHINESE.prose)


def test_same_code() -> None:
    def without_comments(readme: Readme) -> list[tuple[str, str]]:
        return [
            (language, re.sub(r" +# .*", "", content) if language == "sh" else content)
            for language, content in readme.blocks
        ]

    assert without_comments(ENGLISH) == without_comments(CHINESE)


def test_same_tables() -> None:
    """Rows are as many, and first cells, types and defaults the same."""
    assert list(map(len, ENGLISH.tables)) == list(map(len, CHINESE.tables))
    for english, chinese in zip(ENGLISH.tables, CHINESE.tables, strict=True):
        assert [row[:-1] for row in english] == [row[:-1] for row in chinese]


def test_same_names() -> None:
    """Files, fields, settings and values are named in both, equally often."""
    assert sorted(_CODE.findall(ENGLISH.prose)) == sorted(_CODE.findall(CHINESE.prose))
