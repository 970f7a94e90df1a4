"""Starts Mendly on a phone or a desktop: chooses the adapters, then runs screens and syncing in one loop."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

os.environ.setdefault("KIVY_NO_ARGS", "1")
ON_ANDROID = "ANDROID_ARGUMENT" in os.environ

if ON_ANDROID:
    from mendly_app.devices.android.look import use_system_text_size

    use_system_text_size()

from mendly_app.companion import Companion, Opened, open_phone  # noqa: E402
from mendly_app.devices.ports import Devices, VaultClosed  # noqa: E402

LOCKED_PAUSE_SECONDS = 1.0


def devices_of_this_phone() -> tuple[Devices, Path]:
    """The adapters, and the folder that only this app can read."""
    if ON_ANDROID:
        from mendly_app.devices.android import android_devices, private_folder

        folder = private_folder()
        return android_devices(folder), folder
    from mendly_app.devices.desktop import desktop_devices

    folder = Path(os.environ.get("MENDLY_PHONE_DATA", Path.home() / ".local" / "share" / "mendly-phone"))
    return desktop_devices(folder), folder


async def unlocked(folder: Path, devices: Devices) -> Opened:
    """Open the store as soon as the phone gives its key: a locked one does not."""
    while True:
        try:
            return open_phone(folder, devices.vault)
        except VaultClosed:
            await asyncio.sleep(LOCKED_PAUSE_SECONDS)


async def run() -> None:
    """Run until the window closes."""
    from mendly_app.ui.app import MendlyApp

    devices, folder = devices_of_this_phone()
    companion = Companion(await unlocked(folder, devices), devices)
    app = MendlyApp(companion)
    async with companion.running():
        await app.async_run("asyncio")


if __name__ == "__main__":
    asyncio.run(run())
