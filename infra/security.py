"""Look for weak places: bandit, our own rules with semgrep, Django's deployment check, known faults of packages.

    python3 infra/security.py                 all of it, each told as clean, found or not run
    python3 infra/security.py --scan          also wapiti, signed in, at a running demo clinic (about 20 minutes)

The tools live in environments of their own, so that their needs do not meet the product's.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very line keeps older versions out
    from find_python import continue_with_newer_python

    continue_with_newer_python()

import argparse
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from setup_steps import PYTHON, ROOT, SetupError, ensure_environment, run_quietly, step

TOOLS = ROOT / ".venv-security"
TOOL_SETS = {
    "reading": ("bandit==1.9.4", "semgrep==1.180.0", "pip-audit==2.10.1"),
    "scanning": ("wapiti3==3.2.3",),
}
"""Each set has an environment of its own: their needs do not meet either."""
SOURCES = ("backend", "web", "mobile", "infra")
PRODUCTION = {
    "MENDLY_MODE": "production",
    "MENDLY_HOSTS": "mendly.example",
    "MENDLY_PUBLIC_URL": "https://mendly.example",
    "MENDLY_DATABASE_URL": "postgresql://mendly@127.0.0.1/mendly",
    "MENDLY_KEYS_DATABASE_URL": "postgresql://mendly@127.0.0.1/keys",
    "MENDLY_REDIS_URL": "redis://127.0.0.1/0",
    "MENDLY_SECRET_KEY": "only for reading the settings, of no use anywhere, and long enough",
    "MENDLY_KEK": "1:" + "A" * 43 + "=",
    "MENDLY_SIGNING_KEY": "B" * 43 + "=",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one tool: `word` is clean, FOUND or not run."""

    label: str
    word: str
    said: str = ""


def programs_of(name: str) -> Path:
    """The folder of the programs of one set of tools, made at the first call."""
    folder, wanted = TOOLS / name, "\n".join(TOOL_SETS[name])
    stamp = folder / "packages"
    if not stamp.exists() or stamp.read_text() != wanted:
        with step(f"installing {', '.join(TOOL_SETS[name])}"):
            run_quietly([sys.executable, "-m", "venv", "--clear", folder])
            run_quietly([folder / "bin" / "pip", "install", "-q", "--prefer-binary", *TOOL_SETS[name]])
        stamp.write_text(wanted)
    return folder / "bin"


def run_tool(
    label: str, words: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> Finding:
    """Run one tool; any exit code but 0 is a finding, with the end of what it said."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Finding(
        label, "FOUND" if done.returncode else "clean", done.stdout[-6000:] if done.returncode else ""
    )


def read_code() -> list[Finding]:
    """Everything that reads the code and needs no network."""
    programs = programs_of("reading")
    quiet = {
        "SEMGREP_SEND_METRICS": "off",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    rules = ROOT / "infra" / "security_rules.yaml"
    semgrep: list[str | Path] = [
        programs / "semgrep",
        "scan",
        "--config",
        rules,
        "--error",
        "--quiet",
        "--metrics=off",
        *SOURCES,
    ]
    bandit: list[str | Path] = [programs / "bandit", "-q", "-r", "-ll", "-x", "*/migrations/*", *SOURCES]
    deploy: list[str | Path] = [
        PYTHON.with_name("mendly"),
        "django",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ]
    return [
        run_tool("bandit, medium and high", bandit),
        run_tool("semgrep, our own rules", semgrep, quiet),
        run_tool("django check --deploy", deploy, PRODUCTION),
    ]


def known_faults() -> Finding:
    """Ask for known faults of the packages in use. Without its service the tool knows of no package at all."""
    packages = next((ROOT / ".venv" / "lib").glob("python3*")) / "site-packages"
    words = [programs_of("reading") / "pip-audit", "-f", "json", "--progress-spinner=off", "--path", packages]
    done = subprocess.run(
        [str(word) for word in words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = json.loads(done.stdout)["dependencies"] if done.stdout.startswith("{") else []
    known = [one for one in told if "skip_reason" not in one]
    faulty = [f"{one['name']} {one['version']}: {fault['id']}" for one in known for fault in one["vulns"]]
    label = f"pip-audit, {len(known)} of {len(told)} packages known"
    if not known:
        return Finding(label, "not run", "The service that knows of faults cannot be reached from here.")
    return Finding(label, "FOUND" if faulty else "clean", "\n".join(faulty))


def scan_signed_in() -> Finding:
    """Let wapiti loose on a demo clinic, as a patient and as a provider."""
    words: list[str | Path] = [PYTHON, "-m", "tests.e2e.scan", programs_of("scanning") / "wapiti"]
    return run_tool("wapiti, signed in", words)


def tell(findings: Sequence[Finding]) -> int:
    """Print each finding, those that found something with what they said."""
    for finding in findings:
        print(f"  {finding.label:<42} {finding.word}")
        if finding.said:
            print(finding.said)
    return int(any(finding.word == "FOUND" for finding in findings))


def main() -> None:
    """Run from the command line. Exits 1 when something was found, 2 when a tool cannot be installed."""
    parser = argparse.ArgumentParser(prog="python3 infra/security.py", description=__doc__.splitlines()[0])
    parser.add_argument("--scan", action="store_true", help="also scan a running demo clinic with wapiti")
    options = parser.parse_args()
    try:
        ensure_environment(("phone", "dev"))
        findings = [*read_code(), known_faults()]
        if options.scan:
            findings.append(scan_signed_in())
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(2)
    sys.exit(tell(findings))


if __name__ == "__main__":
    main()
