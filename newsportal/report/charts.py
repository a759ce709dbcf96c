"""Charts as inline SVG. They stretch to their box; words and numbers stand beside them as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_HEIGHT = 100


def bars(values: Sequence[int], labels: Sequence[str], bad: Sequence[int] = ()) -> Markup:
    """Return a column a value; the part of it that is *bad* stands at its foot."""
    most = max(values, default=0) or 1
    drawn = []
    for x, (value, label) in enumerate(zip(values, labels, strict=True)):
        faulty = bad[x] if bad else 0
        for kind, part in (("bar", value), ("bar bad", faulty)):
            if part:
                height = max(1.0, part / most * _HEIGHT)
                place = f'x="{x + 0.1:.2f}" y="{_HEIGHT - height:.1f}"'
                size = f'width="0.80" height="{height:.1f}"'
                title = f"<title>{escape(label)}: {part:,}</title>"
                drawn.append(f'<rect class="{kind}" {place} {size}>{title}</rect>')
    return _drawing(len(values), drawn)


def lines(*series: Sequence[float | None]) -> Markup:
    """Return a line for each series, all to one scale; None leaves a gap."""
    most = max((value for values in series for value in values if value), default=0) or 1
    width = max(map(len, series), default=0)
    drawn = []
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
        drawn.append(f'<path class="line line-{number}" d="{path}"/>')
    return _drawing(width, drawn)


def _drawing(width: int, drawn: Sequence[str]) -> Markup:
    """Return elements as one drawing. All in them is ours but labels, which were escaped.

    Markup that fills in its gaps takes several times as long, and a report has hundreds of bars.
    """
    opened = (
        f'<svg viewBox="0 0 {width} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">'
    )
    return Markup(f"{opened}{''.join(drawn)}</svg>")  # noqa: S704


def share(part: float) -> Markup:
    """Return a bar that is filled to a part between 0 and 1."""
    part = min(max(part, 0.0), 1.0)
    return Markup(  # noqa: S704
        '<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="track" width="100" height="1"/>'
        f'<rect class="bar" width="{part * 100:.1f}" height="1"/></svg>'
    )
