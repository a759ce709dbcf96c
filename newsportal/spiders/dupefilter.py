"""The filter of requests that were made before."""

from __future__ import annotations

from scrapy import Request
from scrapy.dupefilters import RFPDupeFilter


class DupeFilter(RFPDupeFilter):
    """Lets redirects pass: filtered, a page that leads to a known one would vanish in silence."""

    def request_seen(self, request: Request) -> bool:
        """Tell whether a request was made before, other than by a redirect."""
        return "redirect_times" not in request.meta and super().request_seen(request)
