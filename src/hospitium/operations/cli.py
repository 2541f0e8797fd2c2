"""The `hospitium` command: reads the command line, calls one part of operations, and ends with a status.

Status 0: done. 1: not done, a sentence on standard error says why and what to do. 2: the command line is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import hospitium
from hospitium.operations import django_start, place
from hospitium.operations.trouble import Trouble

OLDEST_PYTHON = (3, 11)


def serve(options: argparse.Namespace) -> int:
    from hospitium.operations import web

    # Before anything else: a taken port shall be said at once.
    listening = web.open_port(options.host, options.port)
    port = listening.getsockname()[1]
    host = options.host if options.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
    os.environ.setdefault("HOSPITIUM_BASE_URL", f"http://{host}:{port}")
    django_start.start()
    from hospitium.operations.serve import serve as run

    run(listening=listening, workers=options.workers, has_worker=not options.no_worker)
    return 0


def prepare(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations.prepare import prepare as run

    steps = run()
    print(f"The database is up to date: {len(steps)} steps applied." if steps else "The database is up to date.")
    return 0


def demo(options: argparse.Namespace) -> int:
    os.environ.setdefault("HOSPITIUM_DEMONSTRATION", "yes")
    django_start.start()
    from hospitium.operations import demonstration
    from hospitium.operations.prepare import prepare as run

    data = place.open_data_folder()
    print(f"Loading the demonstration record “{options.name}” …", flush=True)
    run()
    if demonstration.load(options.name, data=data, has_rounds=options.exchange):
        print(f"Loaded. The sign-ins stand in {data / place.SIGN_INS}.")
    else:
        print("The database holds something already: nothing was changed.")
    return 0


def import_record(options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations import records

    print(records.bring_in(options.file, is_agreed=options.yes))
    return 0


def export_record(options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations import records

    records.hand_out(options.file)
    return 0


def backup(options: argparse.Namespace) -> int:
    django_start.start()
    from django.conf import settings
    from django.utils import timezone

    from hospitium.operations.backup import backup as run
    from hospitium.operations.keyring import beside

    saved = run(options.file, data=place.data_folder(), database=settings.DATABASES["default"], now=timezone.now())
    size = options.file.stat().st_size / 2**20
    print(f"Saved {len(saved.files)} files, {size:.1f} MB: {options.file}")
    print("It holds everything, the secret key included: keep it as safe as the data.")
    if saved.vault_keys:
        print(f"The keys of the vault are not in it. They lie in {beside(options.file)}: keep that file elsewhere.")
    return 0


def restore(options: argparse.Namespace) -> int:
    django_start.start()
    from django.conf import settings
    from django.utils import timezone

    from hospitium.operations import actions
    from hospitium.operations.erasing import erase_again
    from hospitium.operations.prepare import prepare as bring_up_to_date
    from hospitium.operations.restore import restore as run

    saved = run(
        options.file,
        data=place.data_folder(),
        database=settings.DATABASES["default"],
        now=timezone.now(),
        vault_keys=options.vault_keys,
        missing_keys="accept" if options.without_vault else "refuse",
    )
    bring_up_to_date()
    actions.end_sessions()
    again = erase_again(place.data_folder())
    print(f"Restored what was saved at {saved.made_at} by version {saved.version}. Everybody must sign in again.")
    if again:
        print(f"What was erased since then was erased again: {again} records.")
    print("What was there before lies in before-restore-… in the data folder, for thirty days.")
    print("Outgoing mail is held, so that nobody gets a letter twice. Look around, then: hospitium lift-hold")
    return 0


def lift_hold(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations.restore import lift_hold as run

    was_held = run(place.open_data_folder())
    print("Outgoing mail goes again." if was_held else "No mail was held.")
    return 0


def check(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations.check import findings

    wrong = 0
    for finding in findings():
        wrong += bool(finding.remedy)
        print(finding, flush=True)
    return 1 if wrong else 0


def worker(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations.worker import work

    work(place.open_data_folder())
    return 0


def rebuild_search(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations import actions
    from hospitium.operations.progress import Progress

    bar = Progress("search", total=sum(model._default_manager.count() for model in actions.findable_models()))
    print(f"{actions.rebuild_search(step=bar.step)} records can be found.")
    return 0


def erase(options: argparse.Namespace) -> int:
    django_start.start()
    from django.utils import timezone

    from hospitium.operations.erasing import coming
    from hospitium.operations.progress import Progress
    from hospitium.retention import actions

    today = timezone.localdate()
    plan = list(coming(today))
    if options.dry_run:
        print("\n".join(map(str, plan)))
        return 0
    bar = Progress("erasing", total=sum(one.due for one in plan if one.is_active))
    run = actions.erase_what_is_due(today=today, step=bar.step)
    print(f"{run.erased} erased, {run.offered} offered to the archive.")
    return 0


def rotate_vault_key(_options: argparse.Namespace) -> int:
    django_start.start()
    from hospitium.operations import keyring
    from hospitium.operations.progress import Progress
    from hospitium.vault.models import Sealed

    bar = Progress("encrypting", total=Sealed.objects.count())
    print(f"{keyring.rotate(step=bar.step)} values are encrypted with the new key; the old one is gone.")
    print("Backups made before need the keys that were saved beside them.")
    return 0


def match(options: argparse.Namespace) -> int:
    from hospitium.algorithms.matching import Mechanism
    from hospitium.operations.match import match as run

    run(options.file, Mechanism(options.mechanism), options.output, print, with_reasons=options.explain)
    return 0


@dataclass(frozen=True)
class Command:
    """One word of the command line: its help, what runs, what may follow it, and whether it needs the data folder."""

    help: str
    run: Callable[[argparse.Namespace], int]
    words: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    has_data: bool = True


def words_of_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=number(0, 65_535), default=8000, help="8000; 0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1: this machine alone")
    parser.add_argument("--workers", type=number(1, 64), default=2, help="2 processes of 4 threads each")
    parser.add_argument("--no-worker", action="store_true", help="without the background worker")


def one_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def record_file(parser: argparse.ArgumentParser) -> None:
    one_file(parser)
    parser.add_argument("--yes", action="store_true", help="without asking")


def optional_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", nargs="?", help="without it: standard output")


def words_of_restore(parser: argparse.ArgumentParser) -> None:
    one_file(parser)
    parser.add_argument("--vault-keys", type=Path, metavar="FILE", help="without it: FILE.vault-keys beside the backup")
    parser.add_argument("--without-vault", action="store_true", help="although what lies in the vault stays unreadable")


def words_of_erase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")


def words_of_match(parser: argparse.ArgumentParser) -> None:
    one_file(parser)
    parser.add_argument("--mechanism", choices=("stable", "balanced", "optimal"), default="stable", help="stable")
    parser.add_argument("--explain", action="store_true", help="say the reason of each result")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the result down as JSON, too")


def demonstration_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="berlin")
    parser.add_argument("--exchange", action="store_true", help="with two invented rounds of staff exchange")


COMMANDS = {
    "serve": Command("serve pages and send mail until Ctrl-C", serve, words_of_serve),
    "prepare": Command("make or update the database", prepare),
    "demo": Command("load a demonstration into an empty installation", demo, demonstration_name),
    "import-record": Command("take over the record of a city", import_record, record_file),
    "export-record": Command("hand out the record of the city", export_record, optional_file),
    "backup": Command("save everything into one file", backup, one_file),
    "restore": Command("bring everything back from a backup", restore, words_of_restore),
    "lift-hold": Command("let mail go again after a restore", lift_hold),
    "check": Command("look at everything; say what is wrong and what to do", check),
    "worker": Command("send mail and do the housekeeping until Ctrl-C", worker),
    "erase": Command("erase what is due, as every night", erase, words_of_erase),
    "rotate-vault-key": Command("encrypt the vault with a new key", rotate_vault_key),
    "rebuild-search": Command("make the search words anew", rebuild_search),
    "match": Command("match an exchange round from a file", match, words_of_match, has_data=False),
}


def number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return int(text)

    return read


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="hospitium", description="Hospitium, the operator's command.")
    top.add_argument("--version", action="version", version=f"hospitium {hospitium.__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        below = commands.add_parser(name, help=command.help, description=command.help)
        command.words(below)
        below.set_defaults(run=command.run, has_data=command.has_data)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    # What an installation writes is for its own user alone.
    os.umask(0o077)
    try:
        refuse_old_python()
        if options.has_data:
            place.open_data_folder()
        status: int = options.run(options)
        return status
    except Trouble as trouble:
        print(f"hospitium: {trouble}", file=sys.stderr)
    except KeyboardInterrupt:
        print("hospitium: stopped.", file=sys.stderr)
    except BrokenPipeError:
        # Who reads our output has gone; say nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except django_start.DatabaseError as error:
        print(f"hospitium: {django_start.database_sentence(error)}", file=sys.stderr)
    return 1


def refuse_old_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Trouble(f"Hospitium needs Python 3.11 or newer, this is {found}. Install a newer Python, and use it.")
