"""A mail server of our own that misbehaves on demand (F-09)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    """One connection. The next word of the server's script says how it goes."""

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Postbox)
        script = server.script.pop(0) if server.script else "accept"
        server.connections += 1
        if script == "hang":
            server.is_over.wait(30)
            return
        self.say("421 closing" if script == "busy" else "220 fake")
        if script == "busy":
            return
        lines: list[bytes] = []
        recipients: list[str] = []
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith((b"EHLO", b"HELO")):
                self.say("250 fake")
            elif word.startswith(b"RCPT"):
                recipients.append(line.decode().strip()[8:])
                self.say({"greylist": "450 later", "nobody": "550 no such mailbox"}.get(script, "250 ok"))
            elif word == b"DATA":
                self.say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                if script == "cut":
                    server.messages.append((recipients, b"".join(lines)))
                    return
                if script == "full":
                    self.say("452 disk full")
                    continue
                if script == "spam":
                    self.say("554 rejected")
                    continue
                server.messages.append((recipients, b"".join(lines)))
                self.say("250 queued")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Postbox(socketserver.ThreadingTCPServer):
    """What arrived, as pairs of recipients and message, and what is to happen at the next connections."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.script: list[str] = []
        self.messages: list[tuple[list[str], bytes]] = []
        self.connections = 0
        self.is_over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def postbox() -> Iterator[Postbox]:
    server = Postbox()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
