"""What deploy/ brings for monitors and for a fleet, checked by the programs that read it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest

from newsportal import settings
from newsportal.runs import metrics
from newsportal.runs.run import Run
from tests.crawling import ROOT

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus"
BOARD = json.loads((DEPLOY / "grafana/newsportal.json").read_text(encoding="utf-8"))
needs_promtool = pytest.mark.skipif(
    not shutil.which("promtool"), reason="no promtool on this machine"
)


def run_of(portal: str) -> Run:
    now = datetime.now(UTC)
    return Run("20261101T000000Z", portal, "update", now, now)


def promtool(*arguments: str, given: bytes = b"") -> str:
    done = subprocess.run(
        ["promtool", *arguments], cwd=RULES, input=given, capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


@needs_promtool
def test_the_rules_are_rules_and_alert_when_they_should() -> None:
    assert "SUCCESS" in promtool("check", "rules", "newsportal-rules.yml")
    assert "SUCCESS" in promtool("test", "rules", "newsportal-rules-test.yml")


@needs_promtool
def test_the_figures_are_as_prometheus_wants_them() -> None:
    run = run_of("http://a.example/")
    assert run.finished_at is not None
    assert (
        promtool("check", "metrics", given=generate_latest(metrics.registry(run, run.finished_at)))
        == ""
    )


def test_each_portal_has_a_file_in_a_folder(tmp_path: Path) -> None:
    for portal in ("http://a.example/", "http://b.example/news/"):
        metrics.write(str(tmp_path), run_of(portal))
    files = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert len(files) == 2
    assert 'newsportal_posts{portal="http://a.example/"} 0.0' in files["newsportal-a.example.prom"]


def expressions() -> Iterator[str]:
    for panel in BOARD["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    for rule in yaml.safe_load((RULES / "newsportal-rules.yml").read_text())["groups"][0]["rules"]:
        yield rule["expr"]


def test_dashboard_and_rules_ask_for_figures_that_there_are() -> None:
    run = run_of("http://a.example/")
    assert run.finished_at is not None
    there = {family.name for family in metrics.registry(run, run.finished_at).collect()}
    asked = {name for text in expressions() for name in re.findall(r"\bnewsportal_\w+", text)}
    assert asked <= there
    assert len(asked) >= 8


@needs_promtool
def test_the_dashboard_asks_what_prometheus_understands(tmp_path: Path) -> None:
    rules = [
        {"record": f"newsportal:panel{number}", "expr": text.replace("$portal", ".*")}
        for number, text in enumerate(expressions())
    ]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    assert "SUCCESS" in promtool("check", "rules", str(path))


def test_the_dashboard_fits_together() -> None:
    numbers = [panel["id"] for panel in BOARD["panels"]]
    assert len(numbers) == len(set(numbers))
    cells = [
        (x, y)
        for panel in BOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_the_compose_file_names_what_there_is() -> None:
    told: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.fleet.yaml").read_text())
    services = told["services"]
    workers = [name for name, one in services.items() if "work" in one.get("command", [])]
    assert workers == ["node-a", "node-b"]
    for name in workers:
        node = services[name]
        assert node["command"][:3] == ["scrapy", "fleet", "work"]
        assert node["restart"] == "always"
        for variable in node["environment"]:
            assert hasattr(settings, variable), variable
        for volume in node["volumes"]:
            assert volume.partition(":")[0] in told["volumes"]
    disks = [volume for name in workers for volume in services[name]["volumes"]]
    assert len(set(disks)) == 3  # each has data of its own, and both reach the copies
    assert (DEPLOY / services["node-a"]["build"]["dockerfile"].removeprefix("deploy/")).is_file()


def test_the_unit_of_a_node_starts_it_again() -> None:
    unit = (DEPLOY / "systemd/newsportal-fleet.service").read_text()
    assert "Restart=always" in unit
    assert "scrapy fleet work" in unit
    assert "WantedBy=" in unit
