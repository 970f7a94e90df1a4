"""What can be said about the build without an Android SDK."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[3]
ANDROID = ROOT / "mobile" / "android"
NAME = "{http://schemas.android.com/apk/res/android}name"
BY_THE_PLATFORM = {"jnius"}
OURS = {"mendly_app", "mendly_core", "main"}
MANIFEST = """<manifest xmlns:android="http://schemas.android.com/apk/res/android">
<application android:label="Mendly"><activity android:name="org.kivy.android.PythonActivity"/></application>
</manifest>"""


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ANDROID / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def recipe() -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(ANDROID / "buildozer.spec")
    return parser["app"]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("phone") / "app"
    module("stage").stage(target)
    return target


def imported(folder: Path) -> set[str]:
    """The top names of everything that the staged code imports."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.split(".")[0])
    return found


def test_every_import_is_in_python_ours_or_a_requirement(
    recipe: configparser.SectionProxy, staged: Path
) -> None:
    required = {name.split("==")[0] for name in recipe["requirements"].split(",")}
    foreign = imported(staged) - set(sys.stdlib_module_names) - OURS - BY_THE_PLATFORM
    assert foreign <= required
    assert not foreign & {"mendly", "django", "numpy", "zstandard"}


def test_everything_that_the_app_reads_is_staged(recipe: configparser.SectionProxy, staged: Path) -> None:
    kinds = {f".{kind}" for kind in recipe["source.include_exts"].split(",")}
    taken = {path.relative_to(staged) for path in staged.rglob("*") if path.suffix in kinds}
    for needed in (
        "main.py",
        "mendly_app/locale/es.toml",
        "mendly_app/ui/home.kv",
        "mendly_core/doses/guard.py",
    ):
        assert Path(needed) in taken
    assert any(path.parts[:2] == ("mendly_core", "signals") and path.suffix == ".tsv" for path in taken)
    assert not (staged / "mendly_app" / "devices" / "fakes.py").exists()


def test_the_recipe_is_for_the_android_versions_that_we_support(recipe: configparser.SectionProxy) -> None:
    assert (recipe["android.api"], recipe["android.minapi"]) == ("35", "26")
    assert recipe["android.allow_backup"] == "False"
    for name in ("p4a.hook", "android.add_src", "android.extra_manifest_application_arguments"):
        assert (ANDROID / recipe[name]).exists()
    assert 'usesCleartextTraffic="false"' in (ANDROID / "manifest_application.xml").read_text()


def test_the_hook_adds_the_receiver_once() -> None:
    hook = module("hook")
    patched = hook.patch(MANIFEST)
    assert hook.patch(patched) == patched
    application = ElementTree.fromstring(patched).find("application")
    assert application is not None
    [receiver] = application.findall("receiver")
    assert receiver.get(NAME) == "org.mendly.app.DoseReceiver"
    actions = {action.get(NAME) for action in receiver.iter("action")}
    assert {"android.intent.action.BOOT_COMPLETED", "android.intent.action.TIMEZONE_CHANGED"} <= actions
    with pytest.raises(ValueError, match="single"):
        hook.patch("<manifest/>")


def test_the_permissions_are_those_that_the_app_uses(recipe: configparser.SectionProxy) -> None:
    assert set(recipe["android.permissions"].split(", ")) == {
        "INTERNET",
        "ACCESS_NETWORK_STATE",
        "VIBRATE",
        "POST_NOTIFICATIONS",
        "SCHEDULE_EXACT_ALARM",
        "RECEIVE_BOOT_COMPLETED",
    }
