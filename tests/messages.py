"""The messages in the source of newsportal, for the test that keeps the Chinese catalogue complete.

``python -m tests.messages`` writes those that have no entry yet into the catalogue, for a
translator to fill in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsportal.language.catalogue import NAME, read

ROOT = Path(__file__).parents[1] / "newsportal"
CATALOGUE = ROOT / NAME
# Rooms and modules that speak to nobody, or in two languages of their own
_SILENT = ("sample", "chinese", "themes", "browse/wording.py",
           "browse/overview/", "report/charts.py", "runs/metrics.py", "design/")  # fmt: skip
_CALLS = {"compile", "split", "execute", "executemany", "debug", "mark", "XPath", "css", "xpath"}
_CODE = re.compile(
    # SQL, patterns, markup, headers, portal.toml, and how a command is called
    r"\b(?:SELECT|INSERT|INTO|UPDATE|DELETE|ALTER|PRAGMA|FROM|WHERE|JOIN|ORDER BY|IN|AND|OR)\b"
    r"|\\|(?<!:)//\w|\(\?|</|^<[a-z]|\w\|\w|'none'|'self'|^[\w-]+/[\w.+-]+;|^\.?//|[<=>] ?\?"
    r"|} \?|; \w+=\"|^read_json|ifnull\(|^\w+(?:, \w+){2,}$"
    r"|^['\"]?[a-z]+_?[a-z]+\(|%\(\w+\)s|^\[[^\]]+[]|]|^\w+ \[-|^--format FORMAT"
)
_WORD = re.compile(r"\b[A-Za-z]*[a-z]{2,}\b")
_PLACE = re.compile(r"\{\w*\}|%[-.\d]*[sdgfr]")


class Message(NamedTuple):
    """A message and where it stands."""

    text: str
    place: str


def messages() -> Iterator[Message]:
    """Yield what reads as English in the source; places of values are ``{name}``."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(_SILENT):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for line, text in _strings(tree):
                plain = text.strip().removeprefix("newsportal: ").strip(" ;,")
                if _is_english(plain):
                    yield Message(plain, f"{name}:{line}")


def skeleton(text: str) -> str:
    """Return a message with nameless places.

    >>> skeleton("{count} posts in %s")
    '{} posts in {}'
    """
    return _PLACE.sub("{}", text)


def _is_english(text: str) -> bool:
    bare = _PLACE.sub("", text)
    if text.startswith(_LONG):  # documents of their own: a data card, the head of a WARC file
        return False
    return len(_WORD.findall(bare)) > 1 and " " in bare.strip() and not _CODE.search(text)


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))  # a docstring
        if isinstance(node, ast.Call) and _called(node) in _CALLS:
            passed.update(id(each) for each in ast.walk(node))
        if isinstance(node, ast.Compare):
            passed.update(map(id, [node.left, *node.comparators]))
        if isinstance(node, ast.JoinedStr) and id(node) not in passed:
            passed.update(map(id, node.values))
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _template(node: ast.JoinedStr) -> str:
    text, names = "", set()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            name = _name(part.value)
            while name in names:
                name += "_"
            names.add(name)
            text += f"{{{name}}}"
    return text


def _name(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lower().strip("_") or "x"
        case ast.Call(args=[ast.Name(id=name), *_]):
            return name.lower()
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return "x"


def missing() -> list[Message]:
    """Return the messages that the catalogue does not have."""
    known = {skeleton(text) for text in read(CATALOGUE.read_text(encoding="utf-8"))}
    found: dict[str, Message] = {}
    for message in messages():
        if skeleton(message.text) not in known | NO_MESSAGES:
            found.setdefault(skeleton(message.text), message)
    return list(found.values())


NO_MESSAGES = {
    # Conditions by which an error is recognised
    "posts are not found", "raised an error in newsportal", "stopped before the end",
    "unable to open database file", "attempt to write a readonly database",
    "database or disk is full", "disk I/O error", "database is locked", "previous is newer",
    # What files, headers and databases say
    "WARC File Format 1.1", "newsportal (rules {}), Scrapy, warcio", "private, no-cache",
    "Accept-Language, Cookie", "noopener noreferrer nofollow", "every revision, and removed posts",
    "the latest revision of each post", "newsportal/0.1 (news archive; +mailto:{})",
    "DNS|resol|getaddrinfo|Name or service", "another version",
    'posts = ["{}"]  # or lists = [...]', '# drop = ["a whole line that is no news"]',
    '# body = "#content"', '[select]\npublished_at = ".date"  # the element of the date',
    '[select]\nbody = "#content"  # the element of the text',
    "volume{}, offset{}", "takedown of", "PowerPoint Document",
    "media named", "media mark", "media position", "media store",
    "n, url, kinds, name, type, size, status, fetched_at, tries",
    # For programmers
    "module {} has no attribute {}", "the transaction is lost", 'title "{}", text "{}"', "and no",
}  # fmt: skip
"""Skeletons of strings that only look like messages."""
_LONG = ("# News corpus of", "Pages of a news portal.")

if __name__ == "__main__":
    with CATALOGUE.open("a", encoding="utf-8") as file:
        for text, place in missing():
            told = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
            file.write(f'\n#: {place}\nmsgid "{told}"\nmsgstr ""\n')
