"""`mendly doses plan`: the doses that rules plan, on this computer, without any server or setting."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from mendly_core.doses import (
    AfterIntakeRule,
    HoursRule,
    Occurrence,
    Refused,
    Schedule,
    UnknownZone,
    ZonePolicy,
    plan,
)
from mendly_core.doses.reading import instant_text

LONGEST_SPAN = 3_660
"""Days, ten years: what a person can still look through."""
NOBODYS = UUID(int=0)


def add_plan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rules", type=Path, metavar="RULES.json", help="a list of schedules as the API has them"
    )
    parser.add_argument("--from", dest="start", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument("--zone", required=True, metavar="ZONE", help="where the person is, as Europe/Madrid")
    parser.add_argument("--json", action="store_true", help="as JSON, else one line a dose")


def print_plan(options: argparse.Namespace) -> int:
    """Print the doses of the local dates from <= day < to, by instant. Exit 2 for what cannot be read."""
    try:
        if not 0 <= (options.end - options.start).days <= LONGEST_SPAN:
            raise ValueError("--to lies before --from, or more than ten years after it.")
        schedules = _schedules_in(options.rules, options)
        doses = plan(schedules, [], options.start, options.end, options.zone)
    except Refused as refused:
        return _refuse(str(refused))
    except UnknownZone:
        return _refuse("We do not know this time zone. Give a name like Europe/Madrid.")
    except (OSError, ValueError) as error:
        return _refuse(str(error))
    lines = [_line(dose) for dose in sorted(doses, key=lambda dose: (dose.instant, dose.key))]
    print(
        json.dumps(lines, indent=1) if options.json else "\n".join(" ".join(line.values()) for line in lines)
    )
    return 0


def _schedules_in(path: Path, options: argparse.Namespace) -> list[Schedule]:
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise ValueError(f"{path.name} holds no list of schedules.")
    return [Schedule.from_json(_whole(each, options)) for each in told]


def _whole(told: Mapping[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """What planning needs no word about is filled in; `schedule_id` is another name of `id`."""
    given = {("id" if name == "schedule_id" else name): value for name, value in told.items()}
    rule = given.get("rule")
    by_steps = isinstance(rule, Mapping) and rule.get("kind") in {HoursRule.kind, AfterIntakeRule.kind}
    likely = {
        "medicine": str(NOBODYS),
        "rev": 1,
        "amount": "1",
        "unit": "dose",
        "zone_policy": ZonePolicy.ABSOLUTE if by_steps else ZonePolicy.FLOATING,
        "home_zone": options.zone,
        "valid_from": options.start.isoformat(),
        "early_minutes": 60,
        "late_minutes": 30 if by_steps else 240,
    }
    return likely | given


def _line(dose: Occurrence) -> dict[str, str]:
    local = f"{dose.local_date.isoformat()}T{dose.local_time}"
    return {"key": dose.key, "local": local, "instant": instant_text(dose.instant)}


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
