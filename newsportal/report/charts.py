"""Charts as inline SVG. They stretch to their box; words and numbers stand beside them as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_HEIGHT = 100
# Filled in by %, which takes a third of the time that Markup's own format does.
_OPEN = Markup(
    '<svg viewBox="0 0 %d %d" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
)
_CLOSE = Markup("</svg>")
_BAR = Markup(
    '<rect class="%s" x="%.2f" y="%.1f" width="0.80" height="%.1f"><title>%s</title></rect>'
)


def bars(values: Sequence[int], labels: Sequence[str], bad: Sequence[int] = ()) -> Markup:
    """Return a column a value; the part of it that is *bad* stands at its foot."""
    most = max(values, default=0) or 1
    drawn = [_OPEN % (len(values), _HEIGHT)]
    for x, (value, label) in enumerate(zip(values, labels, strict=True)):
        faulty = bad[x] if bad else 0
        for kind, part in (("bar", value), ("bar bad", faulty)):
            if part:
                height = max(1.0, part / most * _HEIGHT)
                title = f"{label}: {part:,}"
                drawn.append(_BAR % (kind, x + 0.1, _HEIGHT - height, height, title))
    return Markup("").join([*drawn, _CLOSE])


def lines(*series: Sequence[float | None]) -> Markup:
    """Return a line for each series, all to one scale; None leaves a gap."""
    most = max((value for values in series for value in values if value), default=0) or 1
    width = max(map(len, series), default=0)
    drawn = [_OPEN % (width, _HEIGHT)]
    for number, values in enumerate(series, 1):
        path, pen = "", "M"
        for x, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            # A step as wide as the interval: one value alone can be seen, too.
            y = _HEIGHT - value / most * (_HEIGHT - 2) - 1
            path += f"{pen}{x} {y:.1f}H{x + 1}"
            pen = "L"
        drawn.append(Markup('<path class="line line-{}" d="{}"/>').format(number, path))
    return Markup("").join([*drawn, _CLOSE])


def share(part: float) -> Markup:
    """Return a bar that is filled to a part between 0 and 1."""
    part = min(max(part, 0.0), 1.0)
    return Markup(
        '<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="track" width="100" height="1"/>'
        '<rect class="bar" width="{:.1f}" height="1"/></svg>'
    ).format(part * 100)
