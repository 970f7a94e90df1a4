"""Puts our receiver into the manifest: python-for-android's template has no place for one.

python-for-android calls `after_apk_build` when the project is written and before Gradle assembles it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

RECEIVER = """
    <receiver android:name="org.mendly.app.DoseReceiver" android:exported="false">
        <intent-filter>
            <action android:name="android.intent.action.BOOT_COMPLETED"/>
            <action android:name="android.intent.action.MY_PACKAGE_REPLACED"/>
            <action android:name="android.intent.action.TIME_SET"/>
            <action android:name="android.intent.action.TIMEZONE_CHANGED"/>
        </intent-filter>
    </receiver>
"""
END = "</application>"


def patch(xml: str) -> str:
    """Add the receiver to a manifest, once. Raises ValueError for a text that is no manifest."""
    if "org.mendly.app.DoseReceiver" in xml:
        return xml
    if xml.count(END) != 1:
        raise ValueError("the manifest has no single <application>")
    return xml.replace(END, RECEIVER + END)


def after_apk_build(toolchain: Any) -> None:
    """Called by python-for-android with itself."""
    manifest = Path(toolchain._dist.dist_dir) / "src" / "main" / "AndroidManifest.xml"
    manifest.write_text(patch(manifest.read_text(encoding="utf-8")), encoding="utf-8")
