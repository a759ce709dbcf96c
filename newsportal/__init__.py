"""newsportal archives whole Chinese news portals. For programs: `Archive`, `Post`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsportal.archive.reader import Archive
    from newsportal.items import Post

__all__ = ["Archive", "Post"]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: a crawl has no use for it.
    if name == "Archive":
        from newsportal.archive.reader import Archive

        return Archive
    if name == "Post":
        from newsportal.items import Post

        return Post
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
