"""The program ``newsportal``: Scrapy's commands and ours, from any folder."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a command as ``scrapy`` does within the project; other settings may be named."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newsportal.settings")
    if sys.platform != "linux":
        print(  # noqa: T201
            f"newsportal: tested on Linux only; on {sys.platform} file locks and durable writes"
            " may not keep what the README promises",
            file=sys.stderr,
        )
    from scrapy.cmdline import execute

    execute()


if __name__ == "__main__":
    main()
