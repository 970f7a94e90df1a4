"""`mendly`: the one console command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from mendly import (
    audit_commands,
    bench_commands,
    dose_commands,
    gene_commands,
    house_commands,
    key_commands,
    knowledge_commands,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand. Embedded secrets are made before the settings are read."""
    options = _parser().parse_args(arguments)
    if options.is_pure:
        pure: Callable[[argparse.Namespace], int] = options.run
        return pure(options)
    _prepare_environment(options)
    import django
    from django.core.exceptions import ImproperlyConfigured

    from mendly.settings.env import SettingRefused

    try:
        django.setup()
        if options.needs_whole_house:
            from mendly.ops.unfinished import refuse_unfinished

            refuse_unfinished()
        command: Callable[[argparse.Namespace], int] = options.run
        return command(options)
    except (SettingRefused, ImproperlyConfigured) as error:
        print(f"Mendly cannot start: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mendly", description="Run and look after a Mendly server.")
    parser.add_argument("--data", type=Path, help="folder for databases, files and secrets")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run, demo=None, is_pure=False, needs_whole_house=True)
        return command

    serve = add("serve", _serve, "Serve pages, API and sockets; embedded, also the background work.")
    serve.add_argument("--host", default=None)
    serve.add_argument("--port", type=int, default=None)
    serve.add_argument("--demo", action=argparse.BooleanOptionalAction, default=None)
    prepare = add("prepare", _prepare, "Make or migrate the databases and collect the static files.")
    prepare.add_argument("--demo", action="store_true", default=None, help="fill the demo clinic too")
    demo = add("demo", _demo, "Fill the demo clinic with people who do not exist.")
    demo.set_defaults(demo=True)
    sessions = add("sessions", _end_sessions, "Sign people out: every browser and every phone.")
    sessions.add_argument("what", choices=["end"])
    who = sessions.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", default="", metavar="EMAIL", help="of this account")
    who.add_argument("--all", action="store_true", help="of all accounts")
    add("sockets", _sockets, "Serve sockets only (production).")
    add("worker", _worker, "Do background work (production).")
    add("beat", _beat, "Start the sweeps at their times (production); two are harmless.")
    audit = add("audit", audit_commands.verify, "Look after the chains of the access log.")
    audit_commands.add_steps(audit)
    keys = add("keys", key_commands.rotate, "Look after key-encryption keys.")
    key_commands.add_steps(keys)
    house = add("backup", house_commands.backup, "Keep everything, encrypted, in a folder.")
    house_commands.add_backup_arguments(house)
    house = add(
        "restore", house_commands.restore, "Put a backup into an empty house, and erase again who was erased."
    )
    house_commands.add_restore_arguments(house)
    house.set_defaults(needs_whole_house=False)
    house = add("wind-down", house_commands.finish, "Close the house: tell everyone, then erase everyone.")
    house_commands.add_wind_down_steps(house)
    genes = add(
        "genes", gene_commands.call, "Call the genes of a DNA file on this computer; nothing is kept."
    )
    genes.add_argument("what", choices=["call"])
    gene_commands.add_call_arguments(genes)
    bench = add("bench", gene_commands.bench, "Measure how fast things are on this computer.")
    measured = bench.add_subparsers(required=True, metavar="WHAT")
    measured.add_parser("genes", help="reading DNA files and calling genes").set_defaults(is_pure=True)
    of_doses = measured.add_parser("medicines", help="planning doses, and a minute with a million of them")
    of_doses.set_defaults(run=bench_commands.bench_medicines, needs_whole_house=False)
    bench_commands.add_medicines_arguments(of_doses)
    knowledge = add(
        "knowledge", knowledge_commands.diff, "Compare knowledge packs, or bring everyone to one."
    )
    steps = knowledge.add_subparsers(required=True, metavar="STEP")
    compared = steps.add_parser("diff", help="Print what differs between two packs.")
    compared.set_defaults(is_pure=True)
    knowledge_commands.add_diff_arguments(compared)
    brought = steps.add_parser("upgrade", help="Work everyone's results out with another pack.")
    brought.set_defaults(run=knowledge_commands.upgrade)
    knowledge_commands.add_upgrade_arguments(brought)
    doses = add("doses", dose_commands.print_plan, "Print the doses that rules plan; nothing is kept.")
    doses.add_argument("what", choices=["plan"])
    dose_commands.add_plan_arguments(doses)
    for pure in (genes, doses):
        pure.set_defaults(is_pure=True)
    django = add("django", _django, "Run a management command of the framework.")
    django.set_defaults(needs_whole_house=False)
    django.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _prepare_environment(options: argparse.Namespace) -> None:
    env = os.environ
    env.setdefault("DJANGO_SETTINGS_MODULE", "mendly.settings")
    if options.data is not None:
        env["MENDLY_DATA"] = str(options.data.resolve())
    for name, value in (("MENDLY_BIND", "host"), ("MENDLY_PORT", "port")):
        if getattr(options, value, None) is not None:
            env[name] = str(getattr(options, value))
    if options.demo is not None:
        env["MENDLY_DEMO"] = "yes" if options.demo else "no"
    if env.get("MENDLY_MODE", "embedded") != "production":
        from mendly.secrets_store import ensure_embedded_secrets

        repository = Path(__file__).resolve().parents[2]
        ensure_embedded_secrets(env, Path(env.get("MENDLY_DATA") or repository / "data"))


def _serve(options: argparse.Namespace) -> int:
    from mendly import serving

    return serving.serve()


def _sockets(options: argparse.Namespace) -> int:
    from mendly import serving

    return serving.serve_sockets()


def _worker(options: argparse.Namespace) -> int:
    from mendly.celery import app

    app.worker_main(
        ["worker", "--loglevel=WARNING", "--concurrency=2", "--without-gossip", "--without-mingle"]
    )
    return 0


def _beat(options: argparse.Namespace) -> int:
    from django.conf import settings

    from mendly.celery import app

    app.Beat(schedule=str(settings.DATA / "beat"), loglevel="WARNING").run()
    return 0


def _prepare(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from mendly.leaving.services import erase_again
    from mendly.ops.static_files import collect_when_changed
    from mendly.vault.rotation import refuse_missing_versions

    settings.DATA.mkdir(parents=True, exist_ok=True)
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    refuse_missing_versions()
    erase_again()
    collect_when_changed()
    return _demo(options) if options.demo else 0


def _demo(options: argparse.Namespace) -> int:
    from mendly.ops.demo import fill_demo_clinic, sign_in_lines

    fill_demo_clinic()
    print("\n".join(sign_in_lines()))
    return 0


def _end_sessions(options: argparse.Namespace) -> int:
    from mendly.ops.sessions import end_sessions

    print(f"{end_sessions(options.person)} ended.")
    return 0


def _django(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["mendly django", *options.rest])
    return 0
