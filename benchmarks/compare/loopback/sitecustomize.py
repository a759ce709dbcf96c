"""Brings every host of ``.example`` to a server on loopback, whoever asks; Python imports it.

Crawlers refuse addresses and ports that no portal has. Under an invented name, all see one.
"""

from __future__ import annotations

import os
import socket
from typing import Any

_PORT = int(os.environ["PORTAL_PORT"])
_find, _find_by_name = socket.getaddrinfo, socket.gethostbyname
_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _home(host: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else str(host)
    return "127.0.0.1" if name.endswith(".example") else host


def _there(address: Any) -> Any:
    return ("127.0.0.1", _PORT) if address == ("127.0.0.1", 80) else address


def _getaddrinfo(host: Any, *others: Any, **named: Any) -> Any:
    return _find(_home(host), *others, **named)


socket.getaddrinfo = _getaddrinfo
socket.gethostbyname = lambda host: _find_by_name(_home(host))
socket.socket.connect = (  # type: ignore[method-assign]
    lambda self, address: _connect(self, _there(address))
)
socket.socket.connect_ex = (  # type: ignore[method-assign]
    lambda self, address: _connect_ex(self, _there(address))
)
