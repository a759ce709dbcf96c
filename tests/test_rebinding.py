"""A name server that changes its mind: a public address first, then one of the local network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import ROOT
from tests.rebinding import NAME, OPTIONS, PRIVATE, PUBLIC

pytestmark = pytest.mark.long


def crawl_with_name_server(folder: Path, after: int, cache: str) -> dict[str, Any]:
    """Crawl a portal whose name is public up to the *after*-th question."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("takes root, unshare and ip for a network of its own")
    namespace = ["unshare", "--net", "--mount"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no network namespaces here")
    done = subprocess.run(
        [*namespace, sys.executable, "-m", "tests.rebinding", str(folder), str(after), cache],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.usefixtures("impatient")
def test_an_answer_that_changes_during_a_run(tmp_path: Path) -> None:
    """The name is asked for at every connection: from the seventh on it leads inwards."""
    told = crawl_with_name_server(tmp_path, 6, "none")
    assert told["came"] == {PUBLIC: 6}
    assert told["asked"][NAME] > 6
    assert told["exit_status"] == 1
    refused = {each["url"]: each["reason"] for each in told["refused"]}
    assert PRIVATE in refused[f"//{NAME}"]
    assert "Traceback" not in told["log"]
    assert told["log"].count(f"{NAME} is not asked: its name leads to {PRIVATE}") <= 2


def test_an_answer_is_kept_for_a_run(tmp_path: Path) -> None:
    """As it is set: asked for once. Another name of the portal may lead inwards all the same."""
    told = crawl_with_name_server(tmp_path, 1, "cache")
    assert told["asked"] == {NAME: 1, f"www.{NAME}": 1}
    assert set(told["came"]) == {PUBLIC}
    assert told["archived"] == OPTIONS.posts - 1  # one of them is at www
    (refused,) = told["refused"]
    assert refused["url"] == f"//www.{NAME}"
    assert PRIVATE in refused["reason"]
    assert "Traceback" not in told["log"]


def test_a_name_that_leads_inwards_from_the_start(tmp_path: Path) -> None:
    """The user has named a portal in the local network: that one address, and no other."""
    told = crawl_with_name_server(tmp_path, 0, "cache")
    assert set(told["came"]) == {PRIVATE}
    assert told["archived"] == OPTIONS.posts
