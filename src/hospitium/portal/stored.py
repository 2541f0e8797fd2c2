"""Public pages served from stored bytes: the first middleware, before sessions, languages and rights.

What is stored was made for a visitor without a session. It carries the reading of the event log from before it was
made, and it is served only as long as the log has not moved on: a change shows at the very next request.
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# The only parameters that a public page reads; all others change nothing and are not part of the address.
PARAMETERS = ("city", "format", "page")
VALUE = re.compile(r"[a-z0-9_-]{1,120}")
CACHE_CONTROL = "public, max-age=0, must-revalidate"
MOST_BYTES = 32 * 2**20
OVERHEAD = 2_000  # what an entry costs besides its bytes: key, headers, dictionary
NOT_FOR_304 = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "Content-Language"})


def storable(view: View) -> View:
    """Mark a view whose answer to a visitor depends on nothing but its address, the event log and the day."""
    view.is_storable = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on: the address with the parameters that count, the scheme, and packed or plain."""

    path: str
    query: str
    is_secure: bool
    is_packed: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an answer was true: the latest event, and the local day, because what was coming is past tomorrow."""

    clock: str
    day: date


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it goes out."""

    stamp: Stamp
    body: bytes
    etag: str
    headers: Mapping[str, str]

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


class Store:
    """The answers of one process, the longest unused thrown away first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.entries: OrderedDict[Key, Stored] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Stored | None:
        with self.lock:
            found = self.entries.get(key)
            if found is not None:
                self.entries.move_to_end(key)
            return found

    def put(self, key: Key, stored: Stored) -> None:
        with self.lock:
            before = self.entries.pop(key, None)
            if before is not None:
                self.bytes -= before.size
            if stored.size > self.most_bytes:
                return
            self.entries[key] = stored
            self.bytes += stored.size
            while self.bytes > self.most_bytes:
                self.bytes -= self.entries.popitem(last=False)[1].size


class StoredPages:
    """Serves what is stored and still true; lets everything else pass and stores it where a view allows it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        # In the instance, not in the module: every test client and every process has its own.
        self.store = Store()
        self.making = [Lock() for _number in range(64)]
        languages = "|".join(code for code, _name in settings.LANGUAGES)
        self.address = re.compile(rf"/(?:(?:{languages})/|sitemap\.xml$|robots\.txt$|\.well-known/security\.txt$)")
        self.session = re.compile(rf"(?:^|[;\s]){re.escape(settings.SESSION_COOKIE_NAME)}=")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = self.key_of(request)
        if key is None:
            return self.get_response(request)
        # Raises DisallowedHost, which is answered with 400, before anything stored goes out.
        request.get_host()
        # Read before the page is made: a change in the meantime makes the stored page too old at once.
        stamp = Stamp(clock(), timezone.localdate())
        stored = self.store.get(key)
        if stored is not None and stored.stamp == stamp:
            return answer(request, stored)
        # After a change one thread makes the page; the others wait for it instead of making it, too.
        with self.making[hash(key.path) % len(self.making)]:
            return self.make(request, key, stamp)

    def make(self, request: HttpRequest, key: Key, stamp: Stamp) -> HttpResponseBase:
        stored = self.store.get(key)
        if stored is not None and stored.stamp == stamp:
            return answer(request, stored)
        plain = self.store.get(replace(key, is_packed=False))
        if plain is None or plain.stamp != stamp:
            response = self.get_response(request)
            if not may_be_stored(request, response):
                return response
            plain = made(response, stamp)
            self.keep(request, replace(key, is_packed=False), plain)
        if not key.is_packed:
            return answer(request, plain)
        stored = packed(plain)
        self.keep(request, key, stored)
        return answer(request, stored)

    def keep(self, request: HttpRequest, key: Key, stored: Stored) -> None:
        # A page that was made for an address with junk in it may show the junk: it is answered, not stored.
        if raw_query(request) == key.query:
            self.store.put(key, stored)

    def key_of(self, request: HttpRequest) -> Key | None:
        """The key of a visitor's reading request; None for everything that is never stored."""
        if request.method not in {"GET", "HEAD"} or not self.address.match(request.path_info):
            return None
        if self.session.search(request.META.get("HTTP_COOKIE", "")):
            return None
        query = canonical(raw_query(request))
        if query is None:
            return None
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        return Key(request.path_info, query, request.is_secure(), accepts_gzip(accepted))


def clock() -> str:
    """The hash of the newest event: one step into the primary key, nearly the cheapest question there is.

    Not its id, which comes again after a backup has been restored.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM core_event ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def raw_query(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))


def canonical(query: str) -> str | None:
    """The query with the parameters that count, in one order; None when one of them is twice or malformed."""
    if not query:
        return ""
    if len(query) > 2_000:
        return None
    given = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name in PARAMETERS]
    values = dict(given)
    if len(values) != len(given) or not all(VALUE.fullmatch(value) for value in values.values()):
        return None
    return urlencode([(name, values[name]) for name in PARAMETERS if name in values])


def accepts_gzip(accepted: str) -> bool:
    """RFC 9110, section 12.5.3, as far as gzip is concerned."""
    for part in accepted.lower().split(","):
        coding, _semicolon, quality = part.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return not re.fullmatch(r"\s*q=0(?:\.0*)?\s*", quality)
    return False


def may_be_stored(request: HttpRequest, response: HttpResponseBase) -> bool:
    view: Any = request.resolver_match.func if request.resolver_match else None
    return (
        getattr(view, "is_storable", False)
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and "Content-Encoding" not in response.headers
    )


def made(response: HttpResponseBase, stamp: Stamp) -> Stored:
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    response.headers["Cache-Control"] = CACHE_CONTROL
    return with_bytes(bytes(response.content), stamp, response.headers)  # type: ignore[attr-defined]


def packed(plain: Stored) -> Stored:
    # Without the time of packing, so that every process makes the same bytes and the same ETag.
    body = gzip.compress(plain.body, 6, mtime=0)
    return with_bytes(body, plain.stamp, {**plain.headers, "Content-Encoding": "gzip"})


def with_bytes(body: bytes, stamp: Stamp, headers: Mapping[str, str]) -> Stored:
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    return Stored(stamp, body, etag, {**headers, "ETag": etag, "Content-Length": str(len(body))})


def answer(request: HttpRequest, stored: Stored) -> HttpResponse:
    """The stored bytes, only their headers for HEAD, or 304 for who has them already."""
    if is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), stored.etag):
        headers = {name: value for name, value in stored.headers.items() if name not in NOT_FOR_304}
        response = HttpResponse(status=304, headers=headers)
        del response.headers["Content-Type"]
        return response
    return HttpResponse(b"" if request.method == "HEAD" else stored.body, headers=dict(stored.headers))


def is_known(if_none_match: str, etag: str) -> bool:
    """RFC 9110, section 13.1.2: the weak comparison."""
    if not if_none_match:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
