"""The Java receiver on a plain JVM, against stand-ins that throw as Android does."""

from __future__ import annotations

import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mendly_app.devices.alarm_files import ANSWERS, PLAN, take_answers, write_plan
from mendly_app.devices.ports import Alarm

HERE = Path(__file__).resolve().parent
SOURCES = (HERE / "java", HERE.parents[2] / "mobile" / "android" / "java")
BUTTONS = ("Taken", "Later", "Skip")
TEXT = "Time for your medicine"

pytestmark = pytest.mark.skipif(shutil.which("javac") is None, reason="needs a Java compiler")


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("classes")
    files = [str(path) for folder in SOURCES for path in sorted(folder.rglob("*.java"))]
    subprocess.run(["javac", "-Xlint:all", "-Werror", "-d", str(target), *files], check=True)
    return target


class Receiver:
    """Runs lines on the receiver in a JVM of its own; the folder is what lasts between runs."""

    def __init__(self, classes: Path, folder: Path) -> None:
        self._classes = classes
        self.folder = folder

    def run(self, *lines: str) -> list[list[str]]:
        """What is armed and shown after the lines, each as its parts."""
        done = subprocess.run(
            ["java", "-Xshare:auto", "-cp", str(self._classes), "Harness", str(self.folder)],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            check=True,
        )
        return [line.split("\t") for line in done.stdout.splitlines()]


@pytest.fixture
def receiver(classes: Path, tmp_path: Path) -> Receiver:
    return Receiver(classes, tmp_path)


def plan(receiver: Receiver, **hours: float) -> dict[str, int]:
    """Write doses so many hours from now; returns their milliseconds."""
    now = datetime.now(UTC)
    alarms = [Alarm(now + timedelta(hours=ahead), name, TEXT, BUTTONS) for name, ahead in hours.items()]
    write_plan(receiver.folder / PLAN, alarms)
    return {alarm.id: round(alarm.at.timestamp() * 1000) for alarm in alarms}


def test_the_doses_of_two_days_are_armed_exactly(receiver: Receiver) -> None:
    at = plan(receiver, past=-1, near=1, far=47, later=49)
    assert sorted(receiver.run("plan")) == sorted(
        [["alarm", "exact", str(at["near"]), "near"], ["alarm", "exact", str(at["far"]), "far"]]
    )


@pytest.mark.parametrize("event", ["BOOT_COMPLETED", "MY_PACKAGE_REPLACED", "TIME_SET", "TIMEZONE_CHANGED"])
def test_after_a_restart_or_a_new_time_all_is_armed_again(receiver: Receiver, event: str) -> None:
    plan(receiver, near=1)
    assert [line[3] for line in receiver.run(f"android.intent.action.{event}")] == ["near"]


def test_without_the_permission_alarms_are_inexact_and_nothing_breaks(receiver: Receiver) -> None:
    plan(receiver, near=1)
    assert [line[1] for line in receiver.run("inexact", "plan")] == ["inexact"]


def test_a_ring_shows_a_neutral_text_with_three_buttons(receiver: Receiver) -> None:
    plan(receiver, now=-0.001, near=1)
    lines = receiver.run("org.mendly.app.DOSE now")
    assert [line for line in lines if line[0] == "shown"] == [
        [
            "shown",
            "Mendly",
            TEXT,
            "Taken=org.mendly.app.TAKEN",
            "Later=org.mendly.app.LATER",
            "Skip=org.mendly.app.SKIPPED",
        ]
    ]
    assert [line[3] for line in lines if line[0] == "alarm"] == ["near"]


def test_a_reminder_to_open_the_app_has_no_buttons(receiver: Receiver) -> None:
    write_plan(receiver.folder / PLAN, [Alarm(datetime.now(UTC), "renew", "You have a reminder in Mendly.")])
    assert receiver.run("org.mendly.app.DOSE renew") == [
        ["shown", "Mendly", "You have a reminder in Mendly."]
    ]


@pytest.mark.parametrize(("button", "act"), [("TAKEN", "taken"), ("SKIPPED", "skipped")])
def test_an_answer_is_written_down_and_the_dose_rings_no_more(
    receiver: Receiver, button: str, act: str
) -> None:
    plan(receiver, dose=1)
    before = time.time()
    assert receiver.run("plan", f"org.mendly.app.{button} dose", "org.mendly.app.DOSE dose") == []
    [answer] = take_answers(receiver.folder / ANSWERS)
    assert (answer.id, answer.act) == ("dose", act)
    assert before - 1 <= answer.at.timestamp() <= time.time() + 1


def test_later_rings_again_in_ten_minutes(receiver: Receiver) -> None:
    plan(receiver, dose=-0.001)
    [line] = receiver.run("org.mendly.app.DOSE dose", "org.mendly.app.LATER dose")
    assert line[0] == "alarm"
    assert abs(int(line[2]) / 1000 - time.time() - 600) < 10


def test_what_is_no_longer_planned_is_disarmed(receiver: Receiver) -> None:
    plan(receiver, kept=1, logged=2)
    receiver.run("plan")
    plan(receiver, kept=1)
    assert [line[3] for line in receiver.run("plan")] == ["kept"]
    assert (receiver.folder / "armed.tsv").read_text().split("\t")[1].strip() == "kept"


def test_two_plans_in_one_life_leave_only_the_second(receiver: Receiver) -> None:
    at = plan(receiver, moved=1)
    receiver.run("plan")
    plan(receiver)
    assert receiver.run("plan") == []
    assert at


def test_a_phone_without_a_plan_does_nothing(receiver: Receiver) -> None:
    assert receiver.run("plan", "android.intent.action.BOOT_COMPLETED", "org.mendly.app.DOSE gone") == []


def test_a_line_that_a_crash_cut_short_is_left_out(receiver: Receiver) -> None:
    at = plan(receiver, whole=1)
    with (receiver.folder / PLAN).open("a") as file:
        file.write(f"{at['whole']}\tcut")
    assert [line[3] for line in receiver.run("plan")] == ["whole"]
