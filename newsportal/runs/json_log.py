"""Log lines as JSON objects, for machines that collect logs (NEWSPORTAL_LOG_JSON)."""

from __future__ import annotations

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter
from scrapy.settings import BaseSettings

_FIELDS = ("time", "level", "logger", "message", "exc_info")


class _Formatter(JsonFormatter):
    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Leave out what Scrapy attaches for its own handlers: whole items among it."""
        return {name: log_data[name] for name in _FIELDS if name in log_data}


def log_json(settings: BaseSettings) -> None:
    """Write one JSON object a line, times in UTC, to LOG_FILE or stderr, instead of Scrapy's log.

    Scrapy sets its own handler up again with every crawler, so it is told to have none.
    """
    handler: logging.Handler = logging.StreamHandler()
    if path := settings["LOG_FILE"]:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(path, mode, encoding="utf-8")
    handler.setLevel(settings["LOG_LEVEL"])
    handler.setFormatter(
        _Formatter(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            json_ensure_ascii=False,
        )
    )
    logging.getLogger().addHandler(handler)
    settings.set("LOG_ENABLED", False, priority="cmdline")
    settings.set("LOG_FILE", None, priority="cmdline")
