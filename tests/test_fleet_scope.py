"""Below systemd a run of the fleet gets a scope of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from newsportal.fleet import process
from newsportal.fleet.portal import FleetPortal

_RUN = """#!/bin/sh
echo "$@" "$NEWSPORTAL_FLEET" > "$FAKE_TOLD"
while case $1 in -*) true;; *) false;; esac; do shift; done
exec "$@"
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a systemd-run that notes what it was asked for and becomes the command."""
    program = tmp_path / "bin/systemd-run"
    program.parent.mkdir()
    program.write_text(_RUN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("FAKE_TOLD", str(tmp_path / "told"))
    monkeypatch.setattr(process, "_BOOTED", tmp_path)
    return tmp_path / "told"


def run(folder: Path, **settings: str) -> int:
    async def whole() -> int:
        portal = FleetPortal.of("http://127.0.0.1:9/")  # nobody listens there
        running = await process.start(
            portal, folder / "data", folder / "lease", folder / "log", settings
        )
        return await running.wait()

    return asyncio.run(whole())


def test_a_run_is_in_a_scope_with_its_limit(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSPORTAL_FLEET", "postgresql://user:secret@db.example/news")
    assert run(tmp_path, MEMUSAGE_LIMIT_MB="300", DOWNLOAD_DELAY="0", RETRY_ENABLED="0") == 1
    asked = told.read_text()
    assert asked.startswith("--quiet --scope --collect -pMemoryMax=1324M ")
    assert " crawl posts -a portal=http://127.0.0.1:9/" in asked
    assert "secret" not in asked  # the password of the database is no business of a run


def test_a_user_without_a_manager_has_a_session_alone(
    told: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert process._scope(300) == []
    (tmp_path / "systemd").mkdir()
    (tmp_path / "systemd/private").touch()
    assert process._scope(None)[:3] == ["systemd-run", "--user", "--quiet"]
    assert not told.exists()
