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
        self.script = server.script.pop(0) if server.script else "accept"
        server.connections += 1
        if self.script == "hang":
            server.is_over.wait(30)
            return
        self.say("421 closing" if self.script == "busy" else "220 fake")
        self.recipients: list[str] = []
        if self.script != "busy":
            while self.answered(self.rfile.readline(), server):
                pass

    def answered(self, line: bytes, server: Postbox) -> bool:
        """Answer one line; False when the conversation is over."""
        word = line.strip().upper()
        if not line or word == b"QUIT":
            return False
        if word.startswith(b"RCPT"):
            self.recipients.append(line.decode().strip()[8:])
            self.say({"greylist": "450 later", "nobody": "550 no such mailbox"}.get(self.script, "250 ok"))
        elif word == b"DATA":
            return self.take_message(server)
        else:
            self.say("250 ok")
        return True

    def take_message(self, server: Postbox) -> bool:
        self.say("354 go on")
        message = b"".join(iter(self.rfile.readline, b".\r\n"))
        refusal = {"full": "452 disk full", "spam": "554 rejected"}.get(self.script)
        if not refusal:
            server.messages.append((self.recipients, message))
        if self.script != "cut":
            self.say(refusal or "250 queued")
        return self.script != "cut"

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
