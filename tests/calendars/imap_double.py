"""A small IMAP server on this machine: as much of RFC 3501 as a reader needs, and the faults that servers have.

Checked by hand against Dovecot 2.3: the same mails, read by the same code, gave the same answers.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HANG = 30.0


@dataclass
class Post:
    """The mailbox: number → mail, and what goes wrong. A fault is named after what the server does."""

    mails: dict[int, bytes] = field(default_factory=dict)
    fault: str = ""
    poisoned: int = 0
    validity: int = 7
    port: int = 0
    connections: int = 0
    fetched: list[int] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def add(self, raw: bytes) -> int:
        number = max(self.mails, default=0) + 1
        self.mails[number] = raw
        return number

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.talk(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the reader has gone, or the test is over
        finally:
            writer.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.fault == "hang":
            await asyncio.sleep(HANG)
        if self.fault == "drip":
            for _letter in range(1_000):
                writer.write(b"*")
                await writer.drain()
                await asyncio.sleep(0.1)
        writer.write(b"garbage\r\n" * 3 if self.fault == "garbage" else b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while line := (await reader.readline()).decode("latin-1").strip():
            tag, _space, command = line.partition(" ")
            self.commands.append(command if not command.startswith("LOGIN") else "LOGIN")
            answer = self.answer(tag, command)
            if answer is None:
                return
            writer.write(answer)
            await writer.drain()
            if command == "LOGOUT":
                return

    def answer(self, tag: str, command: str) -> bytes | None:
        """None cuts the connection."""
        word = command.upper().split()
        ok = f"{tag} OK done\r\n".encode()
        if word[0] == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n" + ok
        if word[0] == "LOGIN":
            return f"{tag} NO [AUTHENTICATIONFAILED] no\r\n".encode() if self.fault == "login" else ok
        if word[0] in {"EXAMINE", "SELECT"}:
            if self.fault == "folder":
                return f"{tag} NO no such folder\r\n".encode()
            head = f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] ok\r\n"
            return f"{head}{tag} OK [READ-ONLY] done\r\n".encode()
        if word[:2] == ["UID", "SEARCH"]:
            found = " ".join(map(str, self.numbers(word)))
            return f"* SEARCH {found}\r\n".encode() + ok
        if word[:2] == ["UID", "FETCH"]:
            rows = self.rows(word)
            return None if rows is None else rows + ok
        if word[0] == "LOGOUT":
            return b"* BYE\r\n" + ok
        return f"{tag} BAD unknown\r\n".encode()

    def numbers(self, word: list[str]) -> list[int]:
        if word[2] != "UID":
            return sorted(self.mails)
        first, last = int(word[3].partition(":")[0]), max(self.mails, default=0)
        # "9:*" is the same as "*:9".
        return [number for number in sorted(self.mails) if min(first, last) <= number]

    def rows(self, word: list[str]) -> bytes | None:
        found = b""
        for place, number in enumerate(int(one) for one in word[2].split(",")):
            raw = self.mails.get(number)
            if raw is None:
                continue
            if "RFC822.SIZE)" in word:
                found += f"* {place + 1} FETCH (UID {number} RFC822.SIZE {len(raw)})\r\n".encode()
                continue
            assert re.fullmatch(r"\(BODY\.PEEK\[\]\)", word[3])
            self.fetched.append(number)
            if self.fault == "cut" or number == self.poisoned:
                return None
            found += f"* {place + 1} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
        return found


@contextmanager
def imap(post: Post | None = None) -> Iterator[Post]:
    """The server in a thread of its own, for as long as the block runs."""
    post = post or Post()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(post.serve, "127.0.0.1", 0))
    post.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def stop(server: asyncio.Server) -> None:
    server.close()
    ours = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in ours:
        task.cancel()
    await asyncio.gather(*ours, return_exceptions=True)
