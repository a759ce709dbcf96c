"""Robots of chat groups that answer 200 to everything: 钉钉, 企业微信, 飞书.

Whether a message was taken is said in the answer's body, which apprise does not read: with a wrong
key nobody would be told, and nobody would know.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from time import time
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from newsportal.runs.notifications.webhook import post


class Robot(NamedTuple):
    """A robot of a group."""

    kind: str
    token: str
    secret: str
    """With which it wants messages to be signed; "" where it does not."""


def parse(address: str) -> Robot | None:
    """Return the robot that an address names, None if it is of another service.

    >>> parse("dingtalk://SECabc@token")
    Robot(kind='dingtalk', token='token', secret='SECabc')
    >>> parse("slack://a/b/c")
    """
    kind, _, rest = address.partition("://")
    place = urlsplit(f"//{rest}").netloc
    secret, _, token = place.rpartition("@")
    kind = kind.lower()
    return Robot(kind, unquote(token), unquote(secret)) if kind in _KINDS and token else None


def tell(robot: Robot, text: str) -> bool:
    """Tell a group; return whether the message was taken. A failure is logged, without secrets."""
    url, message = _KINDS[robot.kind](robot, text)
    return post(url, message, name="NEWSPORTAL_NOTIFY", complaint=_complaint)


def _dingtalk(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    query = {"access_token": robot.token}
    if robot.secret:
        stamp = str(round(time() * 1000))
        query |= {"timestamp": stamp, "sign": _sign(robot.secret, f"{stamp}\n{robot.secret}")}
    message = {"msgtype": "text", "text": {"content": text}}
    return f"https://oapi.dingtalk.com/robot/send?{urlencode(query)}", message


def _wecom(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    query = urlencode({"key": robot.token})
    message = {"msgtype": "text", "text": {"content": text}}
    return f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?{query}", message


def _feishu(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    message: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        stamp = str(round(time()))
        message |= {"timestamp": stamp, "sign": _sign(f"{stamp}\n{robot.secret}", "")}
    return f"https://open.feishu.cn/open-apis/bot/v2/hook/{robot.token}", message


_KINDS: dict[str, Callable[[Robot, str], tuple[str, dict[str, Any]]]] = {
    "dingtalk": _dingtalk, "wecombot": _wecom, "feishu": _feishu,
}  # fmt: skip


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()


def _complaint(body: bytes) -> str | None:
    """Return what a robot says against a message, None if it has taken it.

    >>> _complaint(b'{"errcode": 0, "errmsg": "ok"}')
    >>> _complaint(b'{"code": 19024, "msg": "Key Words Not Found"}')
    'error 19024: Key Words Not Found'
    """
    try:
        said = json.loads(body)
        code = next((said[name] for name in ("errcode", "code", "StatusCode") if name in said), 0)
        text = said.get("errmsg") or said.get("msg") or ""
    except (ValueError, TypeError, AttributeError):
        return "its answer is not JSON"
    return None if code == 0 else f"error {code}: {str(text)[:80]}"
