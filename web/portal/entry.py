"""The page between password and session for a browser that the account has not used before."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mendly.accounts.entry import Answer, leave_entry, pending_entry, try_code

LONGEST_TYPED = 40


class EntryCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the e-mail"),
        help_text=gettext_lazy("Eight letters and numbers. Small letters are fine too."),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new_browser(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent; `again` leaves, and the next sign-in sends a new one."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    stage = pending_entry(request)
    if stage is None:
        return redirect("account_login")
    if "again" in request.POST:
        leave_entry(request)
        return redirect("account_login")
    form = EntryCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        match try_code(stage, form.cleaned_data["code"]):
            case Answer.RIGHT:
                return stage.exit()  # type: ignore[no-any-return]
            case Answer.OVER:
                leave_entry(request)
                messages.error(
                    request, _("This code does not work any more. Sign in again to get a new one.")
                )
                return redirect("account_login")
            case Answer.WRONG:
                form.add_error("code", _("This is not the code. Please look at the newest e-mail."))
    facts = {"form": form}
    return render(request, "portal/public/new_browser.html", facts, status=422 if form.errors else 200)
