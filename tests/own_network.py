"""Names and public addresses of a program that runs in namespaces of its own.

It must have been started in new network and mount namespaces (``unshare --net --mount``), where it
owns port 53, /etc/resolv.conf and every address.
"""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from twisted.names import dns


def own_network(
    folder: Path, addresses: Iterable[str], address_of: Callable[[str], str | None]
) -> None:
    """Take the addresses, and answer every question for an A record with what *address_of* says."""
    resolv = folder / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
    for command in (
        "mount --make-rprivate /",
        f"mount --bind {resolv} /etc/resolv.conf",
        "ip link set lo up",
        *(f"ip address add {address}/32 dev lo" for address in addresses),
    ):
        subprocess.run(command.split(), check=True)
    asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asked.bind(("127.0.0.1", 53))
    threading.Thread(target=_serve_names, args=(asked, address_of), daemon=True).start()


def _serve_names(asked: socket.socket, address_of: Callable[[str], str | None]) -> None:
    while True:
        data, peer = asked.recvfrom(4096)
        question = dns.Message()
        question.fromStr(data)
        reply = dns.Message(question.id, answer=1, recDes=1, recAv=1)
        reply.queries = question.queries
        for query in question.queries:
            name = str(query.name).lower()
            if query.type == dns.A and (address := address_of(name)):
                payload: Any = dns.Record_A(address, ttl=0)
                reply.answers.append(dns.RRHeader(name, dns.A, ttl=0, payload=payload))
        asked.sendto(reply.toStr(), peer)
