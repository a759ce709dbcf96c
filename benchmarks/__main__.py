"""The benchmark: ``python -m benchmarks``. Prints a table and writes all figures as JSON."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.crawl import Step, crawl
from benchmarks.fixed import cpu_of, fixed
from benchmarks.kept import reextracted
from benchmarks.pages import served
from benchmarks.parts import parts
from newsportal.pages.site import Site
from newsportal.sample.options import Options
from newsportal.sample.process import serve

KINDS = {
    "bare": "bare spider, newsportal's settings (a)",
    "bare-default": "bare spider, Scrapy's settings (a)",
    "newsportal": "newsportal, no pages stored (b)",
    "storing": "newsportal, pages stored",
    "tutorial": "a tutorial's spider (c)",
}

FILLED = {
    "update_cpu": "an update without news, s of CPU in all",
    "update_mb": "  MB at the most",
    "open_cpu": "opening, s of CPU",
    "audit_cpu": "audit, untouched, s of CPU",
    "audit_of_touched_cpu": "audit, touched, s of CPU",
    "verify_cpu": "verify, s of CPU",
    "megabytes": "posts.jsonl, MB",
}

_COMPARED = ["newsportal", "storing", "tutorial"]
_MORE_ROUNDS = 2  # of these, whose ratios are asked for

_NEWSPORTALS: dict[str, tuple[str, dict[str, Any]]] = {
    "newsportal": ("newsportal", {"NEWSPORTAL_WARC": 0}),
    "storing": ("newsportal", {"NEWSPORTAL_WARC": 1}),
}


def measure(posts: int, rounds: int) -> dict[str, Any]:
    """Return the costs of every kind of crawl in every round, of newsportal's stages and parts.

    Pages arrive packed, as from most servers, but in `plain`.
    """
    with TemporaryDirectory() as name, served(posts, Path(name)) as (url, addresses):
        turns = [[*_NEWSPORTALS]] * (rounds + _MORE_ROUNDS)
        plain = _by_turns(turns, url, addresses, Path(name, "data"))
    turns = [[*KINDS]] * rounds + [_COMPARED] * _MORE_ROUNDS
    with TemporaryDirectory() as name:
        folder = Path(name)
        with served(posts, folder, packed=True) as (url, addresses):
            costs = _by_turns(turns, url, addresses, folder / "data")
            off = _NEWSPORTALS["newsportal"][1]
            staged = crawl("newsportal", url, folder / "data", BENCHMARK_STAGES=True, **off)
            update = crawl("newsportal", url, folder / "data", **off)
            archive = folder / "data" / Site.of(url).folder
            others = parts(archive, url, folder / "pages.jsonl", rounds)
            crawl("newsportal", url, folder / "kept", NEWSPORTAL_WARC=1)
            reread = reextracted(url, folder / "kept", folder / "fresh", "--processes", "1")
    few = max(posts // 5, 10)
    with TemporaryDirectory() as name, serve(Options(posts=few)) as url:
        anywhere = crawl("generic", url, Path(name), BENCHMARK_STAGES=True, **off)
    print(file=sys.stderr)
    return {
        "posts": posts,
        "python": platform.python_version(),
        "machine": platform.platform(),
        "runs": costs,
        "plain": plain,
        "staged": asdict(staged),
        "update": asdict(update),
        "parts": others,
        "reextract": reread,
        "anywhere": asdict(anywhere),
        "filled": _filled(1000, posts * 30),
    }


def _by_turns(
    turns: list[list[str]], url: str, addresses: Path, data: Path
) -> dict[str, list[dict[str, Any]]]:
    """Return what each kind of crawl costs in every round; *turns* are the kinds of each."""
    costs: dict[str, list[dict[str, Any]]] = {}
    for number, kinds in enumerate(turns):
        for kind in kinds if number % 2 else reversed(kinds):
            one, settings = _NEWSPORTALS.get(kind, (kind, {}))
            beside, _ = cpu_of(fixed)
            found = crawl(one, url, data, addresses, **settings)
            costs.setdefault(kind, []).append({**asdict(found), "fixed_cpu": beside})
            rmtree(data)
            shown = f"\rround {number + 1} of {len(turns)} "
            print(shown, end="", file=sys.stderr, flush=True)
    return costs


def _filled(*sizes: int) -> Any:
    """Return what archives of these sizes cost, measured by a process of its own.

    What it starts would else be told to take as much memory as this one.
    """
    with TemporaryDirectory() as name:
        path = Path(name, "filled.json")
        command = [sys.executable, "-m", "benchmarks.filled", "--json", str(path), "--posts"]
        subprocess.run([*command, *map(str, sizes)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return json.loads(path.read_text(encoding="utf-8"))


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """Return medians, ratios and milliseconds by stage."""
    runs = result["runs"]
    medians = {
        kind: {
            "cpu_ms_a_page": median(1000 * run["cpu"] / run["pages"] for run in found),
            "pages_a_second": median(run["pages"] / run["seconds"] for run in found),
            "later_cpu_ms_a_page": median(map(_later, found)),
            "per_mille_of_fixed": median(
                1000 / _rate(run, "cpu") / run["fixed_cpu"] for run in found
            ),
            "peak_mb": median(run["peak"] for run in found),
        }
        for kind, found in runs.items()
    }
    # Each round is one comparison: the machine may be busier in the next.
    ratios = {
        f"newsportal/{kind}": {
            "wall": median(_rate(b, "seconds") / _rate(a, "seconds") for a, b in pairs),
            "cpu": median(_rate(b, "cpu") / _rate(a, "cpu") for a, b in pairs),
            "later": median(_later(a) / _later(b) for a, b in pairs),
        }
        for kind in KINDS
        if kind != "newsportal"
        for pairs in [list(zip(runs[kind], runs["newsportal"], strict=False))]
    }
    staged, anywhere = result["staged"], result["anywhere"]
    stages = {"fetch": medians["bare"]["cpu_ms_a_page"]}
    stages |= {name: 1000 * cpu / staged["pages"] for name, cpu in staged["stages"].items()}
    stages["other"] = 1000 * staged["cpu"] / staged["pages"] - sum(stages.values())
    return {
        "medians": medians,
        "ratios": ratios,
        "stages_ms_a_page": stages,
        "keeping_ms": {
            "packed": _more_to_keep(result["runs"]),
            "plain": _more_to_keep(result["plain"]),
        },
        "update_ms": 1000 * result["update"]["cpu"],
        "reextract_ms": 1000
        * (result["reextract"]["cpu"] - result["filled"][0]["update_cpu"])
        / result["posts"],
        "learning": anywhere["stages"]["learning"] / anywhere["cpu"],
        "filled": result["filled"],
        "parts": result["parts"],
    }


def _more_to_keep(runs: dict[str, list[dict[str, Any]]]) -> float:
    """Return by how many milliseconds of CPU a page costs more where it is stored."""
    pairs = zip(runs["storing"], runs["newsportal"], strict=True)
    return 1000 * median(1 / _rate(on, "cpu") - 1 / _rate(off, "cpu") for on, off in pairs)


def _rate(run: dict[str, Any], clock: str) -> float:
    return float(run["pages"] / run[clock])


def _later(run: dict[str, Any]) -> float:
    """Return CPU milliseconds a page after the first hundred posts, before a run's end.

    What a run does once is not in it: patterns are compiled, a report is written.
    """
    if len(run["course"]) < 2:
        return 1000 / _rate(run, "cpu")
    first, last = Step(*run["course"][0]), Step(*run["course"][-1])
    return 1000 * (last.cpu - first.cpu) / (last.pages - first.pages)


def table(found: dict[str, Any]) -> Iterator[str]:
    """Yield the summary as lines for people."""
    head = f"{'later':>8}{'‰ of fixed':>12}{'pages/s':>9}{'peak MB':>9}"
    yield f"{'':48}{'CPU ms/page':>12}{head}"
    for kind, name in KINDS.items():
        row = found["medians"][kind]
        yield (
            f"{name:48}{row['cpu_ms_a_page']:12.2f}{row['later_cpu_ms_a_page']:8.2f}"
            f"{row['per_mille_of_fixed']:12.1f}{row['pages_a_second']:9.0f}{row['peak_mb']:9.0f}"
        )
    yield ""
    yield f"{'pages a second, ratio':48}{'by CPU':>12}{'later':>8}{'by clock':>9}"
    for name, ratio in found["ratios"].items():
        yield f"{name:48}{ratio['cpu']:12.2f}{ratio['later']:8.2f}{ratio['wall']:9.2f}"
    yield ""
    yield "newsportal's CPU by stage, ms a page (with the clocks that measure them)"
    for name, cpu in found["stages_ms_a_page"].items():
        yield f"  {name:46}{cpu:12.2f}"
    yield ""
    yield f"{'CPU of the other parts, a post':48}{'ms':>12}{'‰ of fixed':>15}"
    for name, cost in found["parts"].items():
        yield f"  {name:46}{cost['ms']:12.3f}{cost['per_mille_of_fixed']:15.2f}"
    share = found["parts"]["index of the site"]["share_of_the_file"]
    yield f"  {'size of the index, share of posts.jsonl':46}{share:12.2f}"
    for form, cost in found["keeping_ms"].items():
        yield f"  {f'pages that arrive {form}, stored in a crawl':46}{cost:12.2f}"
    yield f"  {'pages read again, but for start and end':46}{found['reextract_ms']:12.2f}"
    yield f"  {'an update without news, the engine alone':46}{found['update_ms']:12.0f}"
    yield f"  {'learning, share of a crawl of any portal':46}{found['learning']:12.3f}"
    yield ""
    small, large = found["filled"]
    sizes = f"{small['posts']:12,}{large['posts']:12,}"
    yield f"{'a filled archive, posts':48}{sizes}{'ratio':>9}{'of fixed':>9}"
    for name, what in FILLED.items():
        yield (
            f"  {what:46}{small[name]:12.2f}{large[name]:12.2f}"
            f"{large[name] / max(small[name], 0.01):9.2f}"
            + (f"{large[name] / large['fixed_cpu']:9.2f}" if name.endswith("_cpu") else "")
        )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--posts", type=int, default=500, help="size of the portal")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=Path("benchmark.json"))
    given = parser.parse_args()
    result = measure(given.posts, given.rounds)
    result["summary"] = summary(result)
    given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print("\n".join(table(result["summary"])))
    rounds = f"{given.rounds} rounds, of ours and a tutorial's {given.rounds + _MORE_ROUNDS},"
    print(f"\nmedians of {rounds} over {given.posts} posts; all figures: {given.json}")
    print("later: after the first hundred posts and before the end, what is done once left out")


if __name__ == "__main__":
    main()
