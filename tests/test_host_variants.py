"""One portal with and without https, with and without www: over real TLS, on the real ports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsportal.archive.reading import latest
from tests.crawling import ROOT, Crawl, crawl
from tests.host_variants import NAMES

POSTS = 24
NAMESPACES = ("unshare", "--net", "--mount")


def _can_have_namespaces() -> bool:
    if not all(map(shutil.which, ("unshare", "nsenter"))):
        return False
    return subprocess.run([*NAMESPACES, "true"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not _can_have_namespaces(), reason="namespaces need root and util-linux"),
]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key, made by itself, as many small portals have one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, NAMES))), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "portal.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


class TwoFaces:
    """A portal that runs in namespaces of its own."""

    def __init__(self, server: int, folder: Path) -> None:
        self._inside = ("nsenter", f"--target={server}", "--net", "--mount", f"--wdns={ROOT}")
        self.data, self.log = folder / "data", folder / "requests.log"

    def crawl(self, url: str, *arguments: str) -> Crawl:
        """Crawl where the portal is; the archive is looked up by the names that it may have."""
        self.log.write_text("")
        crawled = crawl(url, self.data, *arguments, inside=self._inside)
        assert crawled.exit_status == 0, crawled.stderr
        assert "Traceback" not in crawled.stderr
        return crawled

    def asked(self) -> list[str]:
        """Return what the last crawl asked for, redirects left out."""
        return self.log.read_text().splitlines()


@contextmanager
def portal(folder: Path, certificate: Path, face: str, *flags: str) -> Iterator[TwoFaces]:
    """Serve a portal whose visitors are sent to *face*."""
    hosts = folder / "hosts"
    hosts.write_text(f"127.0.0.1 localhost {' '.join(NAMES)}\n")
    (folder / "requests.log").touch()
    server = subprocess.Popen(
        [*NAMESPACES, "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', str(hosts),
         sys.executable, "-m", "tests.host_variants", str(certificate),
          str(folder / "requests.log"),
         face, *flags],
        cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        assert server.stdout.readline() == "ready\n"
        yield TwoFaces(server.pid, folder)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def assert_each_post_once(crawled: Crawl, face: str) -> None:
    urls = Counter(record["url"] for record in crawled.records)
    assert len(urls) == POSTS
    assert set(urls.values()) == {1}
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls} == {face}


@pytest.mark.parametrize(
    ("named", "face", "flags"),
    [
        ("http://portal.test", "https://portal.test", []),
        ("http://portal.test", "https://www.portal.test", ["--mixed"]),
        ("https://www.portal.test", "http://portal.test", ["--mixed"]),
        ("http://www.portal.test", "http://portal.test", []),
    ],
)
def test_redirects_lead_to_the_same_portal(
    tmp_path: Path, certificate: Path, named: str, face: str, flags: list[str]
) -> None:
    with portal(tmp_path, certificate, face, *flags) as faces:
        crawled = faces.crawl(f"{named}/")
        assert_each_post_once(crawled, face)
        assert {urlsplit(url).netloc for url in faces.asked()} == {urlsplit(face).netloc}
        assert max(Counter(faces.asked()).values()) == 1
        assert [path.name for path in faces.data.iterdir()] == [urlsplit(named).netloc]

        again = faces.crawl(f"{named}/")
        assert again.records == crawled.records
        asked = [url for url in faces.asked() if not url.endswith("/robots.txt")]
        assert len(asked) <= 3


def test_a_portal_that_takes_another_name(tmp_path: Path, certificate: Path) -> None:
    """The owner buys a certificate, and the portal is named with www from then on."""
    with portal(tmp_path, certificate, "http://portal.test") as faces:
        first = faces.crawl("http://portal.test/")
    with portal(tmp_path, certificate, "https://www.portal.test") as faces:
        again = faces.crawl("https://www.portal.test/")
        asked = [url for url in faces.asked() if not url.endswith("/robots.txt")]
        assert len(asked) <= 3 + 10  # posts of the feed whose pictures have moved
        assert again.report == {}  # there is no folder of that name
        assert [path.name for path in faces.data.iterdir()] == ["portal.test"]
        again = faces.crawl("http://portal.test/", "mode=refetch")
        assert again.report["known"] == POSTS
        posts = faces.data / "portal.test/posts.jsonl"
        assert again.records[:POSTS] == first.records
        shown = {record["url"]: record["revision"] for record in latest(posts)}
        assert len(shown) == POSTS
    assert any("redirects to https://www.portal.test/" in note for note in again.report["notes"])


@pytest.mark.parametrize("named", ["http://portal.test", "https://www.portal.test"])
def test_a_portal_that_answers_under_all_its_names(
    tmp_path: Path, certificate: Path, named: str
) -> None:
    """Nobody is redirected, and pages name the portal now one way, now another."""
    with portal(tmp_path, certificate, "any", "--mixed") as faces:
        crawled = faces.crawl(f"{named}/")
        assert_each_post_once(crawled, named)
        assert {urlsplit(url).netloc for url in faces.asked()} == {urlsplit(named).netloc}
        assert max(Counter(faces.asked()).values()) == 1
