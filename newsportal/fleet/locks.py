"""Which portals may not be asked at the same time, since they are one domain's or one host's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_FEW = 5  # portals of one address; an address with more of them is a CDN's, and no host


def locks_of(portals: Sequence[tuple[str, str, str | None, int]]) -> dict[str, str]:
    """Return a lock for each portal, given as root, registrable domain, address and slots.

    Portals of one domain are a group, which shares locks. So are those of one address, unless it
    has many portals: then it is a CDN's. Groups with a portal in common are one group. A group has
    as many locks as the smallest number of slots that one of its portals allows.

    >>> locks = locks_of([("http://a.x.cn/", "x.cn", "192.0.2.1", 1),
    ...                   ("http://b.x.cn/", "x.cn", None, 1),
    ...                   ("http://y.cn/", "y.cn", "192.0.2.1", 9),
    ...                   ("http://z.cn/", "z.cn", None, 1)])
    >>> locks["http://a.x.cn/"] == locks["http://b.x.cn/"] == locks["http://y.cn/"]
    True
    >>> locks["http://z.cn/"]
    'z.cn#0'
    """
    sharing = Counter(address for _, _, address, _ in portals)
    few = {address for address, count in sharing.items() if address and 1 < count <= _FEW}
    name: dict[str, str] = {}

    def named(one: str) -> str:
        while (above := name.setdefault(one, one)) != one:
            one = above
        return one

    for _, domain, address, _ in portals:
        if address in few:
            name[named(address)] = named(domain)
    slots: dict[str, int] = {}
    for _, domain, _, wanted in portals:
        slots[named(domain)] = min(wanted, slots.get(named(domain), wanted))
    place: Counter[str] = Counter()
    locks: dict[str, str] = {}
    for root, domain, _, _ in portals:
        group = named(domain)
        locks[root] = f"{group}#{place[group] % slots[group]}"
        place[group] += 1
    return locks
