"""The Android adapters against the signatures of Android's own classes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mendly_app.devices.ports import Alarm, VaultClosed
from tests.mobile.android import strict_jnius as java
from tests.mobile.world import SUNDAY_NOON

ADAPTERS = Path(__file__).resolve().parents[3] / "mobile" / "mendly_app" / "devices" / "android"
VERSION = ("android.os.Build$VERSION", "SDK_INT")
KEYSTORE, CIPHER = "java.security.KeyStore", "javax.crypto.Cipher"


class Keystore:
    """A Keystore in memory. Its cipher turns bytes round and signs them with the number of the wrapping key."""

    def __init__(self) -> None:
        self.wrapping: int | None = None
        self.made = 0

    def make(self) -> int:
        self.made += 1
        self.wrapping = self.made
        return self.made

    def seal(self, data: bytes) -> list[int]:
        assert self.wrapping is not None
        return [byte - 256 if byte > 127 else byte for byte in bytes([self.wrapping]) + data[::-1]]

    def open(self, data: bytes) -> list[int]:
        if data[0] != self.wrapping:
            raise java.JavaException("javax.crypto.AEADBadTagException")
        return [byte - 256 if byte > 127 else byte for byte in data[1:][::-1]]


@pytest.fixture
def keystore() -> Keystore:
    return Keystore()


@pytest.fixture(autouse=True)
def phone(tmp_path: Path, keystore: Keystore) -> Iterator[SimpleNamespace]:
    """A phone with Android 15. `planned` counts the calls of our receiver."""
    known = set(sys.modules)
    java.install()
    java.CALLS.clear()
    java.ANSWERS.clear()
    java.CONSTANTS.clear()
    state = SimpleNamespace(planned=0, granted=0)
    context = java.JavaObject("android.content.Context")
    activity = java.JavaObject("android.app.Activity")

    def schedule_all(_context: Any) -> None:
        state.planned += 1

    java.OUR_OWN["org.kivy.android.PythonActivity"] = SimpleNamespace(mActivity=activity)
    java.OUR_OWN["org.mendly.app.DoseReceiver"] = SimpleNamespace(scheduleAll=schedule_all)
    _script(context, keystore, state)
    yield state
    for name in set(sys.modules) - known:
        if name == "jnius" or name.startswith("mendly_app.devices.android"):
            del sys.modules[name]


def _script(context: java.JavaObject, keystore: Keystore, state: SimpleNamespace) -> None:
    new = java.JavaObject
    mode: dict[str, Any] = {}

    def init(direction: Any, *_: Any) -> None:
        mode["opens"] = direction == 2

    java.CONSTANTS.update(
        {
            VERSION: 35,
            (CIPHER, "ENCRYPT_MODE"): 1,
            (CIPHER, "DECRYPT_MODE"): 2,
            ("android.security.keystore.KeyProperties", "PURPOSE_ENCRYPT"): 1,
            ("android.security.keystore.KeyProperties", "PURPOSE_DECRYPT"): 2,
            ("android.content.pm.PackageManager", "PERMISSION_GRANTED"): 0,
            ("android.content.res.Configuration", "uiMode"): 0x21,
            ("android.content.res.Configuration", "UI_MODE_NIGHT_MASK"): 0x30,
            ("android.content.res.Configuration", "UI_MODE_NIGHT_YES"): 0x20,
            ("android.content.res.Configuration", "fontScale"): 1.3,
            ("android.graphics.Insets", "top"): 60,
            ("android.graphics.Insets", "bottom"): 40,
            ("android.speech.tts.TextToSpeech", "SUCCESS"): 0,
            ("android.os.Build", "MANUFACTURER"): "Acme",
            ("android.os.Build", "MODEL"): "One",
        }
    )
    java.ANSWERS.update(
        {
            ("android.app.Activity", "getApplicationContext"): lambda: context,
            ("android.app.Activity", "getResources"): lambda: new("android.content.res.Resources"),
            ("android.app.Activity", "getWindow"): lambda: new("android.view.Window"),
            ("android.view.Window", "getDecorView"): lambda: new("android.view.View"),
            ("android.view.View", "getRootWindowInsets"): lambda: new("android.view.WindowInsets"),
            ("android.view.WindowInsets", "getInsets"): lambda _types: new("android.graphics.Insets"),
            ("android.content.res.Resources", "getConfiguration"): lambda: new(
                "android.content.res.Configuration"
            ),
            ("android.content.Context", "getSystemService"): lambda _n: new(
                "android.app.NotificationManager"
            ),
            ("android.content.Context", "getApplicationInfo"): lambda: new(
                "android.content.pm.ApplicationInfo"
            ),
            ("android.content.Context", "getPackageManager"): lambda: new(
                "android.content.pm.PackageManager"
            ),
            ("android.content.Context", "checkSelfPermission"): lambda _p: state.granted,
            (KEYSTORE, "getInstance"): lambda _provider: new(KEYSTORE),
            (KEYSTORE, "getKey"): lambda *_: keystore.wrapping,
            (KEYSTORE, "deleteEntry"): lambda _alias: setattr(keystore, "wrapping", None),
            ("javax.crypto.KeyGenerator", "getInstance"): lambda *_: new("javax.crypto.KeyGenerator"),
            ("javax.crypto.KeyGenerator", "generateKey"): keystore.make,
            (CIPHER, "getInstance"): lambda _t: new(CIPHER),
            (CIPHER, "init"): init,
            (CIPHER, "doFinal"): lambda data: keystore.open(data) if mode["opens"] else keystore.seal(data),
            (CIPHER, "getIV"): lambda: [-1] * 12,
            ("java.util.TimeZone", "getDefault"): lambda: new("java.util.TimeZone"),
            ("java.util.TimeZone", "getID"): lambda: "Europe/Madrid",
            ("java.util.Locale", "getDefault"): lambda: new("java.util.Locale"),
            ("java.util.Locale", "getLanguage"): lambda: "es",
        }
    )


def called(name: str, member: str) -> list[tuple[Any, ...]]:
    return [arguments for owner, what, arguments in java.CALLS if (owner, what) == (name, member)]


def test_the_key_is_wrapped_on_disk_and_comes_back(tmp_path: Path) -> None:
    from mendly_app.devices.android.vault import KeystoreVault

    vault = KeystoreVault(tmp_path)
    key = vault.key()
    assert len(key) == 32
    assert vault.key() == key
    assert KeystoreVault(tmp_path).key() == key
    assert key not in (tmp_path / "mendly.wrapped").read_bytes()


def test_a_forgotten_or_lost_key_is_replaced(tmp_path: Path, keystore: Keystore) -> None:
    from mendly_app.devices.android.vault import KeystoreVault

    vault = KeystoreVault(tmp_path)
    first = vault.key()
    vault.forget()
    second = vault.key()
    assert second != first
    keystore.make()
    assert vault.key() not in {first, second}


def test_a_locked_phone_gives_no_key_and_loses_none(tmp_path: Path) -> None:
    from mendly_app.devices.android.vault import KeystoreVault

    vault = KeystoreVault(tmp_path)
    key = vault.key()
    answer = java.ANSWERS[CIPHER, "doFinal"]

    def locked(_data: bytes) -> None:
        raise java.JavaException("android.security.keystore.UserNotAuthenticatedException")

    java.ANSWERS[CIPHER, "doFinal"] = locked
    with pytest.raises(VaultClosed):
        vault.key()
    java.ANSWERS[CIPHER, "doFinal"] = answer
    assert vault.key() == key


@pytest.mark.parametrize(("level", "ties"), [(35, 1), (27, 0)])
def test_the_key_is_tied_to_the_unlocked_phone_where_that_exists(
    tmp_path: Path, level: int, ties: int
) -> None:
    from mendly_app.devices.android.vault import KeystoreVault

    java.CONSTANTS[VERSION] = level
    KeystoreVault(tmp_path).key()
    builder = "android.security.keystore.KeyGenParameterSpec$Builder"
    assert len(called(builder, "setUnlockedDeviceRequired")) == ties


def test_a_notification_has_a_channel_and_an_immutable_intent(phone: SimpleNamespace) -> None:
    from mendly_app.devices.android.notify import AndroidNotifier

    notifier = AndroidNotifier()
    notifier.show("Mendly", "Time for your medicine")
    notifier.show("Mendly", "Time for your medicine")
    manager = "android.app.NotificationManager"
    assert len(called(manager, "createNotificationChannel")) == 2
    assert [arguments[0] for arguments in called(manager, "notify")] == [1, 2]
    [first, _] = called("android.app.PendingIntent", "getActivity")
    assert first[3] == "<android.app.PendingIntent.FLAG_IMMUTABLE>"
    assert called("android.app.Activity", "requestPermissions") == []


def test_permission_to_notify_is_asked_for_once(phone: SimpleNamespace) -> None:
    from mendly_app.devices.android.notify import AndroidNotifier

    phone.granted = -1
    notifier = AndroidNotifier()
    for _ in range(2):
        notifier.show("Mendly", "Time for your medicine")
    assert len(called("android.app.Activity", "requestPermissions")) == 1


def test_alarms_are_written_and_the_receiver_is_told(tmp_path: Path, phone: SimpleNamespace) -> None:
    from mendly_app.devices.android.alarms import AndroidAlarms

    alarms = AndroidAlarms(tmp_path)
    alarms.plan([Alarm(SUNDAY_NOON, "a", "Time for your medicine")])
    assert phone.planned == 1
    assert "Time for your medicine" in (tmp_path / "doses.tsv").read_text()
    assert alarms.answers() == []
    assert alarms.ring_by_themselves()


def test_the_phone_tells_its_look_zone_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from mendly_app.devices.android.look import AndroidLook, use_system_text_size
    from mendly_app.devices.android.place import AndroidClock, android_identity

    assert AndroidLook().is_dark()
    assert AndroidLook().insets() == (60.0, 40.0)
    java.CONSTANTS[VERSION] = 34
    assert AndroidLook().insets() == (0.0, 0.0)
    assert AndroidClock().zone() == "Europe/Madrid"
    identity = android_identity()
    assert (identity.name, identity.platform, identity.language) == ("Acme One", "android", "es")
    monkeypatch.delenv("KIVY_METRICS_FONTSCALE")
    use_system_text_size()
    import os

    assert os.environ["KIVY_METRICS_FONTSCALE"] == "1.3"


def test_what_is_to_be_read_aloud_waits_for_the_engine() -> None:
    from mendly_app.devices.android.speech import AndroidSpeech

    speech = AndroidSpeech()
    speech.say("Hello.", "en")
    engine = "android.speech.tts.TextToSpeech"
    assert called(engine, "speak") == []
    speech._listener.onInit(0)
    [spoken] = called(engine, "speak")
    assert spoken[0] == "Hello."
    speech.stop()
    assert len(called(engine, "stop")) == 1


def test_every_java_class_that_is_named_exists() -> None:
    named = set()
    for path in ADAPTERS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "autoclass":
                [argument] = node.args
                if isinstance(argument, ast.Constant):
                    named.add(argument.value)
    assert len(named) > 15
    for name in named - set(java.OUR_OWN):
        java.members(name)


def test_the_whole_phone_can_be_put_together(tmp_path: Path) -> None:
    from mendly_app.devices.android import android_devices

    devices = android_devices(tmp_path)
    assert devices.identity.platform == "android"
