"""Who is told of what: the real services' protocols over real TLS and SMTP, no trouble hourly."""

from __future__ import annotations

import base64
import hmac
import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsportal.runs.notifications.notify import checked, tell
from tests.http_server import Responder, http_server

NEWS = {"portal": "http://news.example/", "exit_status": 0, "outcome": "3 new posts", "new": 3,
        "changed": 0, "removed": 0, "posts": 40, "report": "runs/1.json", "alerts": []}  # fmt: skip
QUIET = {**NEWS, "outcome": "0 new posts", "new": 0}
TROUBLE = {**QUIET, "exit_status": 1, "outcome": "2 pages could not be read, first http://a/1"}


@pytest.fixture
def chat() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the address of a service and what it was told."""
    told: list[dict[str, Any]] = []

    class Service(Responder):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

    with http_server(Service) as url:
        yield f"{url.replace('http', 'json')}secret", told


def test_news_and_trouble_are_told(tmp_path: Path, chat: tuple[str, list[Any]]) -> None:
    address, told = chat
    assert tell(address, NEWS, tmp_path)
    assert not tell(address, QUIET, tmp_path)
    assert tell(address, TROUBLE, tmp_path)
    again = {**TROUBLE, "outcome": "5 pages could not be read, first http://a/2"}
    assert not tell(address, again, tmp_path)  # the same, an hour later
    assert tell(address, {**TROUBLE, "outcome": "the disk is full"}, tmp_path)
    assert tell(address, QUIET, tmp_path)
    assert not tell(address, QUIET, tmp_path)
    titles = [message["title"].partition("example/")[2] for message in told]
    assert titles == [
        ": 3 new posts", ": 2 pages could not be read, first http://a/1", ": the disk is full",
        " is well again: 0 new posts",
    ]  # fmt: skip


def test_trouble_that_comes_and_goes_is_told_once(
    tmp_path: Path, chat: tuple[str, list[Any]]
) -> None:
    address, told = chat
    for summary in (TROUBLE, QUIET, TROUBLE, QUIET, TROUBLE, QUIET):
        tell(address, summary, tmp_path)
    assert len(told) == 2  # that it is there, and that it is over
    path = tmp_path / "notified.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["told"] = dict.fromkeys(kept["told"], "2026-01-01T00:00:00+00:00")  # days later
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert tell(address, TROUBLE, tmp_path)


def test_one_service_away_does_not_repeat_it_to_the_others(
    tmp_path: Path, chat: tuple[str, list[Any]]
) -> None:
    address, told = chat
    both = f"json://127.0.0.1:9/secret {address}"
    assert [tell(both, TROUBLE, tmp_path) for _ in range(3)] == [True, False, False]
    assert len(told) == 1


# The services that people here use. They are called by their own names: the name of the host leads
# to a server of ours, with a certificate that the test has made.

HOSTS = ("oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn", "hooks.slack.com")
SAYS = {"errcode": 310000, "errmsg": "keywords not in content"}


class Group(NamedTuple):
    """What arrived: host, path with query, body."""

    host: str
    path: str
    body: dict[str, Any]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with key and certificate for all hosts."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, HOSTS)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def groups(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[list[Group], dict[str, Any]]]:
    """Yield what the services were told, and what they answer: always with status 200."""
    told: list[Group] = []
    answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}

    class Service(Responder):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.append(Group(self.headers["Host"], self.path, body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok" if "slack" in told[-1].host else json.dumps(answer).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    known = socket.getaddrinfo

    def led_here(host: Any, port: Any, *more: Any, **other: Any) -> Any:
        there = (host, port) if host not in HOSTS else ("127.0.0.1", server.server_port)
        return known(*there, *more, **other)

    monkeypatch.setattr(socket, "getaddrinfo", led_here)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield told, answer
    server.shutdown()
    thread.join()
    server.server_close()


SERVICES = {
    "dingtalk://s3cret": ("oapi.dingtalk.com", "/robot/send?access_token=s3cret", "text.content"),
    "wecombot://s3cret": (
        "qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=s3cret", "text.content",
    ),
    "feishu://s3cret": ("open.feishu.cn", "/open-apis/bot/v2/hook/s3cret", "content.text"),
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7F": (
        "hooks.slack.com", "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7F", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("address", SERVICES)
def test_a_chat_is_told(address: str, groups: tuple[list[Group], Any], tmp_path: Path) -> None:
    told, _ = groups
    host, path, place = SERVICES[address]
    checked(address)
    assert tell(address, NEWS, tmp_path)
    (message,) = told
    assert (message.host, message.path) == (host, path)
    text: Any = message.body
    for name in filter(None, place.split(".")):
        text = text[name]
    assert "http://news.example/: 3 new posts" in json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("address", [one for one in SERVICES if not one.startswith("slack")])
def test_a_robot_that_refuses_is_named_without_its_key(
    address: str,
    groups: tuple[list[Group], dict[str, Any]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They refuse with status 200: a wrong key must not look like a message that arrived."""
    told, answer = groups
    answer |= SAYS
    monkeypatch.setattr("newsportal.runs.notifications.webhook._PAUSE", 0)
    assert not tell(address, TROUBLE, tmp_path)
    assert len(told) == 2
    assert "error 310000: keywords not in content" in caplog.text
    assert "s3cret" not in caplog.text
    assert not (tmp_path / "notified.json").exists()


def test_messages_are_signed_where_a_robot_wants_it(
    groups: tuple[list[Group], Any], tmp_path: Path
) -> None:
    told, _ = groups
    assert tell("dingtalk://SEC1@t feishu://SEC2@t", NEWS, tmp_path)
    query = dict(parse_qsl(told[0].path.partition("?")[2]))
    stamp = query["timestamp"]
    signed = hmac.digest(b"SEC1", f"{stamp}\nSEC1".encode(), "sha256")
    assert base64.b64decode(query["sign"]) == signed
    stamp = told[1].body["timestamp"]
    assert base64.b64decode(told[1].body["sign"]) == hmac.digest(
        f"{stamp}\nSEC2".encode(), b"", "sha256"
    )


def test_mail_is_sent(tmp_path: Path) -> None:
    lines: list[str] = []

    class Server(socketserver.StreamRequestHandler):
        """As much of SMTP as it takes to get one mail."""

        def handle(self) -> None:
            self._say("220 here")
            while command := self.rfile.readline().decode().strip().upper():
                if command == "DATA":
                    self._say("354 go on")
                    while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                        lines.append(line)
                self._say("221 bye" if command == "QUIT" else "250 ok")
                if command == "QUIT":
                    break

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        address = f"mailto://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure"
        checked(address)
        assert tell(address, TROUBLE, tmp_path)
        server.shutdown()
    mail = message_from_string("\n".join(lines), policy=default)
    assert mail["To"] == "b@example.org"
    assert "2 pages could not be read" in mail["Subject"]


def test_a_service_that_is_away_is_told_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert not tell("json://127.0.0.1:9/secret", TROUBLE, tmp_path)
    assert "did not take the message" in caplog.text
    assert "secret" not in caplog.text
    assert not (tmp_path / "notified.json").exists()


def test_an_unknown_service_is_named_without_its_secret() -> None:
    with pytest.raises(ValueError, match="of no service that apprise knows") as refusal:
        checked("dingtalk://token nonsense://secret")
    assert "secret" not in str(refusal.value)
    checked("dingtalk://token feishu://token mailto://user:word@example.org")
