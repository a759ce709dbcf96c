"""Files of media that are kept in a bucket, through the store of Scrapy's media pipelines.

A file has the same name there as on the disk, ``ab/<sha256>.<ext>``, below what the address says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from newsportal.extras import command_for

_SCHEME = "s3://"
_AT_ONCE = 8  # transfers
_T = TypeVar("_T")


def is_bucket(address: str) -> bool:
    """Tell whether a place is a bucket."""
    return address.startswith(_SCHEME)


@lru_cache(maxsize=4)  # making one reads a library's descriptions of services
def bucket_at(address: str) -> Bucket:
    """Return the files in a bucket."""
    return Bucket(address)


class Bucket:
    """The files of an archive in a bucket. Raises OSError."""

    def __init__(self, address: str) -> None:
        """Who we are there, the environment says, or the files of AWS's tools."""
        from scrapy.exceptions import NotConfigured
        from scrapy.pipelines.files import S3FilesStore

        try:
            store = S3FilesStore(f"{address.rstrip('/')}/")
        except NotConfigured:
            raise OSError(
                f"{address}: botocore is not installed; it comes with {command_for('media')}"
            ) from None
        self._client: Any = store.s3_client
        self._bucket, self._prefix = store.bucket, store.prefix
        self._policy = store.POLICY

    def put(self, files: Mapping[str, Path]) -> None:
        """Keep files, each under its name; they are there when this returns."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self._put, files.items()))

    def _put(self, file: tuple[str, Path]) -> None:
        name, path = file
        with path.open("rb") as content:
            put, key = self._client.put_object, self._key(name)
            self._ask(put, Key=key, Body=content, ACL=self._policy)

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has, None if it is not there."""
        key = self._key(name)
        found = self._ask(self._client.list_objects_v2, Prefix=key, MaxKeys=1).get("Contents", ())
        return next((int(each["Size"]) for each in found if each["Key"] == key), None)

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if it is not there."""
        if self.size(name) is None:
            return None
        answer = self._ask(self._client.get_object, Key=self._key(name))
        content: bytes = self._whole(answer["Body"].read)
        return content

    def names(self) -> Iterator[str]:
        """Yield the names of all files, in order."""
        after = ""
        while True:
            more = {"StartAfter": after} if after else {}
            found = self._ask(self._client.list_objects_v2, Prefix=self._prefix, **more)
            keys = [str(each["Key"]) for each in found.get("Contents", ())]
            yield from (key.rpartition("/")[2] for key in keys)
            if not found.get("IsTruncated"):
                return
            after = keys[-1]

    def place(self, name: str) -> str:
        """Return where a file is, for people."""
        return f"{_SCHEME}{self._bucket}/{self._key(name)}"

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        for name in names:
            self._ask(self._client.delete_object, Key=self._key(name))

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name[:2]}/{name}"

    def _ask(self, call: Callable[..., dict[str, Any]], **words: Any) -> dict[str, Any]:
        return self._whole(lambda: call(Bucket=self._bucket, **words))

    def _whole(self, call: Callable[[], _T]) -> _T:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return call()
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"{_SCHEME}{self._bucket}/{self._prefix}: {error}") from None
