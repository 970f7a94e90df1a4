"""Run in the server's own environment: fill the demo clinic and print what the tests need to act as its people."""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from mendly.accounts import tokens
    from mendly.accounts.browsers import cookie_name, cookie_value
    from mendly.accounts.models import Device, User
    from mendly.accounts.selectors import patient_of_user
    from mendly.clock import now
    from mendly.ops.demo.clinic import PEOPLE, _demo_password, fill_demo_clinic

    fill_demo_clinic()
    found: dict[str, dict[str, str | dict[str, str] | None]] = {}
    for person in PEOPLE:
        user = User.objects.get(email=person.email)
        device = Device.objects.create(
            user=user, name="Test phone", platform="test", second_factor=True, last_seen_at=now()
        )
        pair = tokens.start_family(device)
        patient = patient_of_user(user.id)
        found[person.key] = {
            "user": str(user.id),
            "email": user.email,
            "password": _demo_password(),
            "patient": str(patient) if patient else None,
            "access": pair.access,
            "refresh": pair.refresh,
            "known_browser": {cookie_name(user): cookie_value(user)},
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
