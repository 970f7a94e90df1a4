"""Every error becomes one kind of answer: `application/problem+json` for programs, a page for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as page_of_bad_request
from django.views.defaults import page_not_found as page_of_not_found
from django.views.defaults import server_error as page_of_server_error
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from mendly.errors import BadInput, DomainError, NotFound, SecondFactorNeeded, StepUpNeeded

PROBLEM = "application/problem+json"
TITLES = {
    400: "We could not use this",
    401: "Please sign in",
    403: "Not allowed",
    404: "Not found",
    405: "This address does not do that",
    406: "We cannot answer in that form",
    409: "Something changed meanwhile",
    410: "No longer here",
    413: "Too large",
    415: "We cannot read this kind of content",
    422: "Please check this",
    429: "Too many tries",
    500: "Something went wrong on our side",
}


def problem(status: int, code: str, detail: str, errors: Any = None) -> dict[str, Any]:
    """The body of an error answer (RFC 9457). `detail` says what to do and repeats none of the input."""
    body = {
        "type": f"about:blank#{code}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "detail": detail,
    }
    return body | ({"errors": errors} if errors else {})


def problem_of(error: DomainError) -> dict[str, Any]:
    errors = {error.field: [error.sentence]} if error.field else None
    return problem(error.status, error.code, error.sentence, errors)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's exception handler."""
    if isinstance(error, Http404):
        error = NotFound()
    if isinstance(error, UnreadablePostError):
        error = BadInput("The connection ended before everything had arrived. Please try again.")
    if isinstance(error, DomainError):
        return Response(problem_of(error), status=error.status, content_type=PROBLEM)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    answer.data = _problem_of_framework_error(error, answer)
    answer.content_type = PROBLEM
    return answer


def _problem_of_framework_error(error: Exception, answer: Response) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        fields = _without_input(answer.data)
        return problem(answer.status_code, "bad-input", "Please check the marked fields.", fields)
    if isinstance(error, exceptions.ParseError):
        return problem(answer.status_code, "bad-input", "The body is not valid JSON.")
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return problem(answer.status_code, "sign-in", "Please sign in.")
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return problem(answer.status_code, "refused", "This cannot be done with this sign-in.")
    code = str(getattr(error, "default_code", "refused")).replace("_", "-")
    return problem(answer.status_code, code, TITLES.get(answer.status_code, "Refused"))


REPEATS_INPUT = {
    "invalid_choice": "Please choose one of the allowed values.",
    "not_a_list": "Please give a list.",
    "not_a_dict": "Please give an object.",
    "invalid": "This value does not fit here.",
}
"""Codes of the framework whose own sentences repeat what was sent."""


def _without_input(errors: Any) -> Any:
    """The same errors, with none of the words that were sent. An error that names its field as wrong stays."""
    if isinstance(errors, dict):
        return {str(field): _without_input(found) for field, found in errors.items()}
    if isinstance(errors, list):
        return [_without_input(found) for found in errors]
    code = getattr(errors, "code", "")
    return REPEATS_INPUT[code] if code in REPEATS_INPUT and '"' in str(errors) else str(errors)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an address that leads nowhere: a page for people, a problem for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse(problem_of(NotFound()), status=404, content_type=PROBLEM)
    return page_of_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that the framework itself cannot read."""
    if request.path.startswith("/api/"):
        detail = "We could not read this request."
        return JsonResponse(problem(400, "bad-input", detail), status=400, content_type=PROBLEM)
    return page_of_bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nobody handled. It is logged apart; nothing of it is told."""
    if request.path.startswith("/api/"):
        detail = "This did not work. Please try again later."
        return JsonResponse(problem(500, "server-error", detail), status=500, content_type=PROBLEM)
    return page_of_server_error(request)


class DomainErrorMiddleware:
    """Turns errors that rooms raise into a page, or a problem, with one clear sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ReauthenticationRequired) and request.user.is_authenticated:
            error = StepUpNeeded()  # the library's own answer would keep the form in the session
        return self._answer(request, error) if isinstance(error, DomainError) else None

    def _answer(self, request: HttpRequest, error: DomainError) -> HttpResponse:
        if request.path.startswith("/api/"):
            return JsonResponse(problem_of(error), status=error.status, content_type=PROBLEM)
        if isinstance(error, SecondFactorNeeded):
            return redirect(f"{reverse('portal:second_factor')}?next={request.path}")
        if isinstance(error, StepUpNeeded):
            return _to_confirm(request, error)
        template = "404.html" if error.status == 404 else "portal/problem.html"
        context = {"sentence": _(error.sentence), "title": _(TITLES.get(error.status, "Refused"))}
        return render(request, template, context, status=error.status)


def confirm_url(page: str) -> str:
    """Where someone shows once more that it is them, to come back to this page of ours."""
    return f"{reverse('account_reauthenticate')}?next={quote(page)}"


def _to_confirm(request: HttpRequest, error: StepUpNeeded) -> HttpResponse:
    """What was typed is kept nowhere (it holds names): the person comes back to the page on which the form stood."""
    if request.method == "GET":
        return redirect(confirm_url(request.get_full_path()))
    messages.info(request, _(error.sentence))
    return redirect(confirm_url(_page_of_form(request)))


def _page_of_form(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("portal:home")
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
