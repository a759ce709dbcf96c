"""The data card: what a corpus has, from where, and how to cite it."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from itertools import pairwise

from newsportal.items import Post


@dataclass(frozen=True, slots=True)
class Source:
    """One archive in the corpus."""

    name: str
    posts: int
    first: str
    """First month, ``unknown`` if no post has a date."""
    last: str


def card(sources: list[Source], clusters: int, repeated: int, made: str, *, history: bool) -> str:
    """Return the card as Markdown; *made* is the day on which the corpus was made."""
    posts = sum(source.posts for source in sources)
    table = "\n".join(
        f"| {source.name} | {source.posts:,} | {source.first} | {source.last} |"
        for source in sources
    )
    fields = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in _fields().items())
    kind = "every revision, and removed posts" if history else "the latest revision of each post"
    return f"""---
pretty_name: News corpus of {made}
license: other
configs:
- config_name: posts
  data_files: posts/*/*/*.parquet
  default: true
- config_name: clusters
  data_files: clusters.parquet
---

# News corpus of {made}

{posts:,} records of {len(sources)} portals: {kind}. Times carry their zone (Asia/Shanghai).

| portal | records | first month | last month |
|---|---|---|---|
{table}

- `posts/PORTAL/YYYY-MM/*.parquet`: the records; `unknown` where a post has no date.
- `clusters.parquet`: near duplicates, {clusters:,} clusters with {repeated:,} later posts.
- `manifest.json`: the files that belong to this version.

Read it with `datasets.load_dataset("DIR")`, `pandas.read_parquet("DIR/posts")`,
`polars.read_parquet("DIR/posts/**/*.parquet")`, or in DuckDB `FROM 'DIR/posts/**/*.parquet'`.

| field | meaning |
|---|---|
{fields}

**Licence.** The texts belong to their publishers. Whether and how they may be used and passed on
is decided by their terms and by the law of your country; newsportal gives no rights in them.

**Cite as**: News corpus of {made} ({len(sources)} portals, {posts:,} records), archived with
newsportal.
"""


def _fields() -> dict[str, str]:
    """Return the fields of a record with the sentence that stands below each in `Post`."""
    fields = dict.fromkeys(Post.__slots__, "")
    (post,) = ast.parse(inspect.getsource(Post)).body
    assert isinstance(post, ast.ClassDef)
    for field, said in pairwise(post.body):
        match field, said:
            case (
                ast.AnnAssign(target=ast.Name(name)),
                ast.Expr(value=ast.Constant(str(meaning))),
            ):
                fields[name] = meaning.replace("|", "/")
    return fields
