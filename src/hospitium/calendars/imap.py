"""The mailbox to which answers come (IMAP4rev1, RFC 3501): read, never changed, and never waited for too long."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT, AT_MOST = 15.0, 60.0  # seconds: for one answer of the server, and for a whole visit
FIRST_LOOK = timedelta(days=30)
MOST_MAILS = 200
PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
NUMBER = re.compile(rb"UID (\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
# What answers everybody who is not there any more, in whatever way.
TROUBLE = (OSError, EOFError, ValueError, imaplib.IMAP4.error)


@dataclass(frozen=True)
class Address:
    """Where the mailbox is and who may open it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @property
    def key(self) -> str:
        """What tells it from another mailbox, without naming it."""
        return sha256(f"{self.user}@{self.host}:{self.port}/{self.folder}".encode()).hexdigest()


def address_of(url: str) -> Address:
    """Raises ImproperlyConfigured; never with the address in the text, because it holds a password."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise ImproperlyConfigured("HOSPITIUM_IMAP_URL must be imaps://name:password@host/INBOX.")
    return Address(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


@dataclass(frozen=True)
class Entry:
    """A mail in the mailbox, before it is fetched."""

    number: int
    size: int


class Visit:
    """One visit to the mailbox, opened for reading only."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self.connection = connection
        # How far the numbers of mails mean the same as at the last visit.
        _kind, validity = connection.response("UIDVALIDITY")
        self.validity = int(validity[0]) if validity and validity[0] else 0

    def entries(self, *, after: int, today: date) -> list[Entry]:
        """Mails with a higher number than `after`, the oldest first; at the very first visit those of a month."""
        wanted = f"UID {after + 1}:*" if after else f"SINCE {english(today - FIRST_LOOK)}"
        answer = self.ask("SEARCH", *wanted.split())
        numbers = sorted({int(word) for line in answer if isinstance(line, bytes) for word in line.split()})
        # "5:*" names the last mail even when its number is below five.
        numbers = [number for number in numbers if number > after][:MOST_MAILS]
        if not numbers:
            return []
        rows = self.ask("FETCH", ",".join(map(str, numbers)), "(UID RFC822.SIZE)")
        found = [(NUMBER.search(row), SIZE.search(row)) for row in rows if isinstance(row, bytes)]
        return sorted(
            (Entry(int(number[1]), int(size[1])) for number, size in found if number and size),
            key=lambda entry: entry.number,
        )

    def fetch(self, entry: Entry) -> bytes:
        """The whole mail, without marking it as read; b"" when it is gone or the server will not give it."""
        try:
            rows = self.ask("FETCH", str(entry.number), "(BODY.PEEK[])")
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return b""
        return next((bytes(row[1]) for row in rows if isinstance(row, tuple) and len(row) > 1), b"")

    def ask(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        kind, answer = self.connection.uid(command, *words)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{command} was answered with {kind}")
        return [row for row in answer if row]


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def english(day: date) -> str:
    """A day as the protocol writes it, whatever the language of the machine."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"


class Watched(imaplib.IMAP4):
    """A connection that is cut after a minute, whatever the server does.

    A server that sends a letter every few seconds never runs into the time for one answer.
    """

    watch: threading.Timer

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        self.watch = threading.Timer(AT_MOST, self.cut)
        self.watch.daemon = True
        self.watch.start()

    def cut(self) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def shutdown(self) -> None:
        self.watch.cancel()
        # It may be shut already: by the server, or by the watch.
        with suppress(OSError):
            super().shutdown()


class WatchedTLS(Watched, imaplib.IMAP4_SSL):  # type: ignore[misc]
    """The same, encrypted from the first letter."""


@contextmanager
def visited(address: Address) -> Iterator[Visit]:
    """Open the mailbox. Raises one of TROUBLE."""
    connection = connected(address)
    try:
        connection.login(address.user, address.password)
        kind, _count = connection.select(f'"{address.folder}"', readonly=True)
        if kind != "OK":
            raise imaplib.IMAP4.error("the folder cannot be opened")
        yield Visit(connection)
        connection.logout()
    finally:
        connection.shutdown()


def connected(address: Address) -> imaplib.IMAP4:
    """Encrypted unless the address says imap://, which is meant for a server on the same machine."""
    context = ssl.create_default_context()
    if address.scheme == "imaps":
        return WatchedTLS(address.host, address.port, ssl_context=context, timeout=TIMEOUT)
    connection = Watched(address.host, address.port, timeout=TIMEOUT)
    if address.scheme == "imap+tls":
        try:
            connection.starttls(ssl_context=context)
        except TROUBLE:
            connection.shutdown()
            raise
    return connection
