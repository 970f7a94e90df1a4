"""Forms of the sign-in library, with the house's own limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.webauthn import forms as library
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_NAME = 60
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError)


def _understood(read: Callable[[], Any]) -> Any:
    """What the browser's answer says. One that no browser would give is refused like a wrong one, never an error."""
    try:
        return read()
    except ValidationError:
        raise
    except MALFORMED:
        raise ValidationError(_("This did not work. Please try again.")) from None


class AddPasskeyForm(library.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey always signs in alone: it is kept on the device and asks for a finger, a face or a PIN."""

    name = forms.CharField(
        label=gettext_lazy("What do you call this device?"),
        help_text=gettext_lazy("Such as: my phone."),
        max_length=LONGEST_NAME,
        required=False,
    )
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = _understood(super().clean)
        return cleaned


class RenamePasskeyForm(library.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=gettext_lazy("What do you call this device?"), max_length=LONGEST_NAME)


class _AnswerOfPasskey:
    """Reads what a passkey answered when it was asked to sign."""

    def clean_credential(self) -> Any:
        return _understood(super().clean_credential)  # type: ignore[misc]


class PasskeySecondStepForm(_AnswerOfPasskey, library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeySignInForm(_AnswerOfPasskey, library.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(_AnswerOfPasskey, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
