"""`hospitium serve`: web server and background worker under one command."""

from __future__ import annotations

import os
import socket
import sys
from functools import partial
from pathlib import Path

from django.conf import settings

from hospitium.operations import place, web, worker
from hospitium.operations.prepare import prepare
from hospitium.operations.supervisor import Child, Supervisor


def base_url(listening: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve(*, listening: socket.socket, workers: int, has_worker: bool) -> None:
    """Bring the database up to date, then serve until Ctrl-C or SIGTERM.

    Only pending steps of the schema are applied: no other data is changed. Raises Trouble when that is not possible.
    """
    data = Path(settings.DATA)
    with place.in_use(data):
        steps = prepare()
        if steps:
            print(f"The database was brought up to date: {len(steps)} steps.")
        application = web.load()
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        children = [
            Child("web", partial(web.serve, application, listening=listening, workers=workers, ready=writing)),
        ]
        if has_worker:
            children.append(Child("worker", partial(worker.work, data)))
        Supervisor(children, tick=partial(announce, reading, listening, data)).run()
        print("Hospitium has stopped.")


def announce(reading: int, listening: socket.socket, data: Path) -> bool:
    """Once the first page can be asked for: say where; in a demonstration also how to sign in."""
    try:
        os.read(reading, 1)
    except BlockingIOError:
        return False
    print(f"\nHospitium is ready: {base_url(listening)}/\n")
    sign_ins = data / place.SIGN_INS
    if place.is_demonstration(data) and sign_ins.exists():
        print(sign_ins.read_text(encoding="utf-8"))
    if place.mail_is_held(data):
        print("Outgoing mail is held since the restore. Look around, then: hospitium lift-hold\n")
    print("Ctrl-C ends everything.")
    sys.stdout.flush()
    return True
