"""The generic theme beside other extractors, on the same pages: ``python -m benchmarks.compare``.

`pages` are those of ``../shared``, where they lie beside the checkout; `ours` and `others` read
them, each in a process of its own, the others in an environment of theirs; `table` says how right
and how fast they were. `crawlers` has whole portals crawled, `their_crawls` by other tools.
"""
