"""The command that brings a missing library suits the way in which newsportal was installed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from newsportal.extras import command_for
from tests.crawling import ROOT

WHEEL = "file:///srv/newsportal-1.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("mark", "source", "command"),
    [
        (None, {}, 'pip install "newsportal[browse]"'),
        (None, {"url": WHEEL}, f'pip install "newsportal[browse] @ {WHEEL}"'),
        (None, {"url": "file:///srv/here", "dir_info": {"editable": True}},
         'pip install -e "/srv/here[browse]"'),
        ("uv-receipt.toml", {"url": WHEEL}, f'uv tool install "newsportal[browse] @ {WHEEL}"'),
        ("pipx_metadata.json", {}, 'pipx install --force "newsportal[browse]"'),
    ],
)  # fmt: skip
def test_it_is_that_of_the_installer(
    mark: str | None,
    source: dict[str, Any],
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    about = tmp_path / "newsportal-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: newsportal\nVersion: 1.0\n")
    if source:
        (about / "direct_url.json").write_text(json.dumps(source))
    if mark:
        (tmp_path / mark).touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert command_for("browse") == command


def test_a_checkout_has_a_list_of_all() -> None:
    assert command_for("browse") == f"pip install -r {ROOT / 'requirements.txt'}"
