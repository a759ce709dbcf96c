"""What hostile pages cost over their size: the table of docs/reliability.md, measured anew.

python -m benchmarks.bounds
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from newsportal.archive.revisions.revision import paragraph_diff
from newsportal.items import Post
from newsportal.middlewares.firewall import firewall_of
from newsportal.pages.tree import parsed

_LINE = "青禾县政府第{}次宣布，新的大桥将在明年春天开工。"


def _lines(first: int, count: int) -> str:
    return "\n".join(_LINE.format(number) for number in range(first, first + count))


def _attributes(kilobytes: int) -> None:
    parsed("<p " + "".join(f"a{number}=1 " for number in range(kilobytes * 125)) + ">")


def _differences(lines: int) -> None:
    paragraph_diff(
        {"title": "题", "text": _lines(0, lines)}, Post(title="题", text=_lines(lines, lines))
    )


BOUNDS: dict[str, tuple[tuple[int, ...], Callable[[int], object]]] = {
    "A tag with attributes only: KB": ((125, 500, 1_000, 4_000), _attributes),
    "Elements inside one another": (
        (2_000, 8_000, 32_000, 128_000),
        lambda count: parsed("<div>" * count),
    ),
    "Comments side by side: KB": (
        (64, 256, 1_024, 4_096),
        lambda kilobytes: parsed("<!---->" * (kilobytes * 146)),
    ),
    "Difference of two texts, every line another: lines": (
        (2_000, 8_000, 16_000, 32_000),
        _differences,
    ),
    "Is it a firewall's page, nothing but waf-: KB": (
        (2, 8, 32, 128),
        lambda kilobytes: firewall_of(200, "", "waf-" * (kilobytes * 256)),
    ),
}


def main() -> None:
    """Print CPU seconds, the best of three, as a table of Markdown."""
    print("| What | Sizes | Seconds |\n|---|---|---|")
    for name, (sizes, work) in BOUNDS.items():
        seconds = (f"{min(_seconds(work, size) for _ in range(3)):.2g}" for size in sizes)
        print(f"| {name} | {', '.join(f'{size:,}' for size in sizes)} | {', '.join(seconds)} |")


def _seconds(work: Callable[[int], object], size: int) -> float:
    began = process_time()
    work(size)
    return process_time() - began


if __name__ == "__main__":
    main()
