"""Notifications on Android. plyer's own crash from Android 12 on, so this speaks to the framework."""

from __future__ import annotations

from typing import Any

from jnius import autoclass

from mendly_app.devices.android.place import activity, context

CHANNEL = "doses"
ASK_FROM = 33
"""The first API level at which a person is asked before an app may notify."""
PERMISSION = "android.permission.POST_NOTIFICATIONS"
REQUEST_CODE = 7


class AndroidNotifier:
    """Fits the port `Notifier`. One channel, so that a person can silence it or choose its sound."""

    def __init__(self) -> None:
        self._asked = False
        self._number = 0

    def show(self, title: str, text: str) -> None:
        self._ask_once()
        self._number += 1
        manager = context().getSystemService(autoclass("android.content.Context").NOTIFICATION_SERVICE)
        manager.createNotificationChannel(self._channel(title))
        builder = autoclass("android.app.Notification$Builder")(context(), CHANNEL)
        builder.setSmallIcon(context().getApplicationInfo().icon)
        builder.setContentTitle(title)
        builder.setContentText(text)
        builder.setAutoCancel(True)
        builder.setContentIntent(self._opens_the_app())
        manager.notify(self._number, builder.build())

    def _channel(self, title: str) -> Any:
        importance = autoclass("android.app.NotificationManager").IMPORTANCE_HIGH
        return autoclass("android.app.NotificationChannel")(CHANNEL, title, importance)

    def _opens_the_app(self) -> Any:
        intents = autoclass("android.app.PendingIntent")
        launch = context().getPackageManager().getLaunchIntentForPackage(context().getPackageName())
        return intents.getActivity(context(), 0, launch, intents.FLAG_IMMUTABLE)

    def _ask_once(self) -> None:
        """Ask at the first reminder, when it is plain what for."""
        if self._asked or autoclass("android.os.Build$VERSION").SDK_INT < ASK_FROM:
            return
        self._asked = True
        granted = autoclass("android.content.pm.PackageManager").PERMISSION_GRANTED
        if context().checkSelfPermission(PERMISSION) != granted:
            activity().requestPermissions([PERMISSION], REQUEST_CODE)
