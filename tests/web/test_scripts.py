"""What the scripts do in a real browser. The test itself answers for pages and socket: no server runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Request, Route, WebSocketRoute, expect

import portal
from portal.charts import MedicineBar, Point, Series, Timeline, timeline

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
pytestmark = pytest.mark.browser

ASSETS = Path(portal.__file__).parent / "static"
HTMX = Path(__import__("django_htmx").__file__).parent / "static"
HOME = "https://mendly.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


class Site:
    """The pages a browser sees, the socket it opens, and what it sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages: dict[str, tuple[int, str]] = {}
        self.requests: list[Request] = []
        self.sockets: list[WebSocketRoute] = []
        self.hellos: list[Any] = []
        self.wrong: list[str] = []
        page.route(f"{HOME}/**", self._answer)
        page.route_web_socket(f"{HOME.replace('https', 'wss')}/ws/live", self._socket)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "console", lambda line: self.wrong.append(line.text) if "Content Security" in line.text else None
        )

    def _answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(HOME).split("?")[0]
        self.requests.append(request)
        for root in (ASSETS, HTMX):
            file = root / path.removeprefix("/static/").lstrip("/")
            if path.startswith("/static/") and file.is_file():
                return route.fulfill(path=file, content_type=TYPES[file.suffix])
        status, body = self.pages.get(path, (404, ""))
        return route.fulfill(
            status=status, body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY}
        )

    def _socket(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda text: self.hellos.append(json.loads(text)))

    def open(self, content: str, template: str = "portal/base_patient.html", **context: Any) -> None:
        self.pages["/"] = (200, self.written(content, template, **context))
        self.page.goto(f"{HOME}/")

    def written(self, content: str, template: str = "portal/base_patient.html", **context: Any) -> str:
        full = {
            "user": SimpleNamespace(is_authenticated=True, pk="amara"),
            "live_seq": 812,
            "csrf_token": "old",
            **context,
        }
        return render_to_string(template, full).replace('tabindex="-1">', f'tabindex="-1">{content}', 1)

    def heard(self) -> list[str]:
        return self.page.evaluate("window.heard")

    def hears(self, name: str, times: int = 1) -> None:
        """Waits until the event came so often. The page's policy forbids Playwright's own way: it evals."""
        for _ in range(160):
            if self.heard().count(name) >= times:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never heard {name}: {self.heard()}")

    def listen(self, *names: str) -> None:
        script = "window.heard=[];for(const n of %s)document.addEventListener('live:'+n,()=>heard.push(n))"
        self.page.add_init_script(script % json.dumps(names))

    def frame(self, seq: int, kind: str, **ids: str) -> None:
        self.sockets[-1].send(
            json.dumps({"seq": seq, "kind": kind, "ids": ids, "at": "2026-11-22T12:00:00Z"})
        )


@pytest.fixture
def site(page: Page) -> Iterator[Site]:
    site = Site(page)
    yield site
    assert site.wrong == []


def test_the_socket_says_hello_with_the_pages_number_and_frames_become_events(site: Site) -> None:
    site.listen("ready", "message", "message:c1", "intake")
    site.open("")
    site.hears("ready")
    site.frame(813, "message", conversation="c1", message="m1")
    site.hears("message:c1")
    assert site.heard() == ["ready", "message", "message:c1"]
    assert site.hellos == [{"hello": {"last_seq": 812}}]


def test_a_frame_that_was_seen_before_is_dropped(site: Site) -> None:
    site.listen("ready", "message", "intake")
    site.open("")
    site.hears("ready")
    site.frame(812, "message")
    site.frame(811, "message")
    site.frame(814, "intake")
    site.hears("intake")
    assert site.heard() == ["ready", "intake"]


def test_a_reset_sets_the_number_and_asks_everything_to_catch_up(site: Site) -> None:
    site.listen("ready", "reset", "message")
    site.open("")
    site.hears("ready")
    site.sockets[-1].send('{"reset": {"seq": 20}}')
    site.frame(21, "message")
    site.hears("message")
    assert site.heard() == ["ready", "reset", "message"]


@pytest.mark.parametrize("code", [4008, 1012])
def test_a_lost_socket_comes_back_and_asks_from_the_last_frame(site: Site, code: int) -> None:
    site.listen("ready", "open", "message")
    site.open("")
    site.hears("ready")
    site.frame(815, "message")
    site.hears("message")
    site.sockets[-1].close(code=code)
    site.hears("open")
    assert site.hellos[-1] == {"hello": {"last_seq": 815}}


@pytest.mark.parametrize("code", [4001, 4003])
def test_signed_out_is_said_and_the_socket_stays_shut(site: Site, code: int) -> None:
    site.listen("ready", "closed")
    site.open("")
    site.hears("ready")
    site.sockets[-1].close(code=code)
    expect(site.page.get_by_role("alert")).to_contain_text(
        "You are signed out. What you typed is still here."
    )
    site.page.wait_for_timeout(900)
    assert len(site.sockets) == 1


def test_after_signing_in_again_typed_words_stay_and_the_form_gets_a_fresh_token(site: Site) -> None:
    token = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    form = f'<form>{token}<textarea id="words"></textarea></form>'
    site.listen("ready", "open")
    site.open(form.format("old"))
    site.hears("ready")
    site.page.fill("#words", "my legs hurt")
    site.sockets[-1].close(code=4001)
    expect(site.page.locator("#signed-out")).to_be_visible()
    site.pages["/"] = (200, site.written(form.format("new"), csrf_token="new"))
    site.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(site.page.locator("#signed-out")).to_be_hidden()
    assert site.page.input_value("#words") == "my legs hurt"
    assert site.page.input_value("[name=csrfmiddlewaretoken]", strict=False) == "new"
    assert "new" in site.page.evaluate("document.body.getAttribute('hx-headers:inherited')")
    site.hears("open")


def test_if_another_person_signed_in_the_old_page_leaves(site: Site) -> None:
    site.listen("ready")
    site.open("<p>Words of Amara</p>")
    site.hears("ready")
    site.sockets[-1].close(code=4001)
    expect(site.page.locator("#signed-out")).to_be_visible()
    other = {"user": SimpleNamespace(is_authenticated=True, pk="bo"), "live_seq": None}
    site.pages["/"] = (200, site.written("<p>Words of Bo</p>", **other))
    site.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(site.page.get_by_text("Words of Bo")).to_be_visible()
    expect(site.page.get_by_text("Words of Amara")).to_be_hidden()


def test_a_fresh_page_fetches_nothing_again_but_one_whose_socket_came_back_does(site: Site) -> None:
    site.listen("ready", "open")
    site.pages["/doses/"] = (200, "<p>Taken</p>")
    site.open('<div hx-get="/doses/" hx-trigger="live:open from:body"><p>Open</p></div>')
    site.hears("ready")
    site.page.wait_for_timeout(200)
    assert [request.url for request in site.requests if "/doses/" in request.url] == []
    site.sockets[-1].close(code=1012)
    site.hears("open")
    expect(site.page.get_by_text("Taken")).to_be_visible()


def test_a_fragment_is_fetched_again_when_its_event_comes(site: Site) -> None:
    trigger = "live:intake:o1 from:body delay:50ms"
    site.pages["/doses/"] = (200, "<p>Taken</p>")
    site.open(f'<div hx-get="/doses/" hx-trigger="{trigger}"><p>Open</p></div>')
    site.page.wait_for_timeout(200)
    site.frame(813, "intake", occurrence="o2")
    site.frame(814, "intake", occurrence="o1")
    expect(site.page.get_by_text("Taken")).to_be_visible()
    assert sum(request.url.endswith("/doses/") for request in site.requests) == 1


@pytest.mark.parametrize(("status", "told"), [(500, True), (403, True), (422, False)])
def test_a_failed_step_is_told_but_a_wrong_form_speaks_for_itself(
    site: Site, status: int, told: bool
) -> None:
    site.pages["/take/"] = (status, "<p>Answer</p>")
    site.open('<div id="box"><button hx-post="/take/" hx-target="#box">Take</button></div>')
    site.page.click("button[hx-post]")
    if told:
        expect(site.page.get_by_text("That did not work. Please try again.")).to_be_visible()
        expect(site.page.get_by_role("button", name="Take")).to_be_visible()
    else:
        expect(site.page.get_by_text("Answer")).to_be_visible()
        expect(site.page.locator(".toast")).to_have_count(0)


def test_a_step_without_a_session_shows_the_sign_in_line_and_keeps_the_page(site: Site) -> None:
    site.pages["/take/"] = (401, "sign in")
    site.open('<button hx-post="/take/">Take</button>', live_seq=None)
    site.page.click("button[hx-post]")
    expect(site.page.locator("#signed-out")).to_be_visible()
    expect(site.page.get_by_role("button", name="Take")).to_be_visible()


def test_a_post_carries_the_pages_token(site: Site) -> None:
    site.pages["/take/"] = (200, "ok")
    site.open('<button hx-post="/take/">Take</button>', live_seq=None)
    with site.page.expect_request("**/take/") as sent:
        site.page.click("button[hx-post]")
    assert sent.value.headers["x-csrftoken"] == "old"


def test_the_line_is_told_while_it_is_down(site: Site, context: BrowserContext) -> None:
    site.open("", live_seq=None)
    context.set_offline(True)
    expect(site.page.get_by_text("You are offline. What you see may be old.")).to_be_visible()
    context.set_offline(False)
    expect(site.page.locator("#offline")).to_be_hidden()


def test_a_menu_closes_by_escape_and_gives_the_focus_back(site: Site) -> None:
    account = {"account": SimpleNamespace(initials="AO", name="Amara"), "account_items": []}
    site.open("", live_seq=None, **account)
    site.page.click("summary")
    site.page.keyboard.press("Tab")
    site.page.keyboard.press("Escape")
    expect(site.page.locator("details[data-menu]")).not_to_have_attribute("open", "")
    expect(site.page.locator("summary")).to_be_focused()


def test_a_dialog_opens_from_a_link_and_closes(site: Site) -> None:
    site.open(
        '<a href="/why/" data-opens="d">Why</a><dialog id="d"><button data-closes>Close</button></dialog>'
    )
    site.page.click("[data-opens]")
    expect(site.page.get_by_role("dialog")).to_be_visible()
    site.page.click("[data-closes]")
    expect(site.page.get_by_role("dialog")).to_be_hidden()


def test_arrow_keys_read_a_chart_one_moment_at_a_time(site: Site) -> None:
    madrid = ZoneInfo("Europe/Madrid")
    points = [Point(datetime(2026, 11, day, 8, tzinfo=madrid), 130 + day) for day in (1, 2, 3)]
    facts = Timeline(
        "t",
        "Two weeks",
        date(2026, 11, 1),
        date(2026, 11, 14),
        madrid,
        "Pressure",
        (Series("Upper", points),),
        medicines=(MedicineBar("Lisinopril", None, None),),
    )
    site.open(timeline(facts), live_seq=None)
    chart, read = site.page.locator("[data-chart]"), site.page.locator("[data-chart] output")
    chart.focus()
    site.page.keyboard.press("ArrowRight")
    expect(read).to_have_text("1 Nov: Upper 131")
    site.page.keyboard.press("End")
    expect(read).to_have_text("3 Nov: Upper 133")
    site.page.keyboard.press("ArrowRight")
    expect(read).to_have_text("3 Nov: Upper 133")
    site.page.keyboard.press("ArrowLeft")
    expect(read).to_have_text("2 Nov: Upper 132")
    expect(site.page.locator(".cursor")).not_to_have_attribute("visibility", "hidden")


QUEUE = """<input type="search"><ul>
<li data-item><a href="#a">A</a><button data-key="e">Done A</button></li>
<li data-item><a href="#b">B</a><button data-key="e">Done B</button></li></ul>
<textarea data-key="r"></textarea>"""


def test_single_keys_walk_the_queue_and_press_what_they_name(site: Site) -> None:
    site.open(QUEUE, "portal/base_provider.html", live_seq=None)
    done = "window.done=[];document.addEventListener('click',(e)=>done.push(e.target.textContent))"
    site.page.evaluate(done)
    for key in ("j", "j", "e", "k", "e"):
        site.page.keyboard.press(key)
    assert site.page.evaluate("done") == ["Done B", "Done A"]
    site.page.keyboard.press("r")
    expect(site.page.locator("textarea")).to_be_focused()
    site.page.keyboard.type("je")
    expect(site.page.locator("textarea")).to_have_value("je")


def test_slash_goes_to_the_search_and_modifiers_stay_with_the_browser(site: Site) -> None:
    site.open(QUEUE, "portal/base_provider.html", live_seq=None)
    site.page.keyboard.press("Control+j")
    expect(site.page.locator("a[href='#a']")).not_to_be_focused()
    site.page.keyboard.press("/")
    expect(site.page.locator("[type=search]")).to_be_focused()
    expect(site.page.locator("[type=search]")).to_have_value("")


def test_single_keys_can_be_turned_off(site: Site) -> None:
    site.open(QUEUE, "portal/base_provider.html", live_seq=None, keys_off=True)
    site.page.keyboard.press("j")
    expect(site.page.locator("a[href='#a']")).not_to_be_focused()


UPLOAD = """<script type="module" src="/static/portal/upload.js"></script>
<form action="/plain/" data-upload="/api/files/" data-sent="Sent {percent} of 100" data-done="All sent."
data-failed="Not sent." data-stopped="Stopped.">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="file" name="file">
<progress max="100" hidden></progress><output></output><button>Send</button>
<button type="button" data-stop hidden>Stop</button></form>"""


def send_file(site: Site) -> Request:
    site.open(UPLOAD, live_seq=None)
    site.page.set_input_files(
        "[type=file]", {"name": "my génome.txt", "mimeType": "text/plain", "buffer": b"rs1"}
    )
    with site.page.expect_request("**/api/files/") as sent:
        site.page.click("form button:not([type=button])")
    return sent.value


def test_a_file_goes_up_as_one_stream_with_its_name_and_token(site: Site) -> None:
    site.pages["/api/files/"] = (201, "{}")
    site.page.add_init_script("window.heard=[];addEventListener('sent:file',()=>heard.push('file'),true)")
    request = send_file(site)
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/octet-stream"
    assert request.headers["x-file-name"] == "my%20g%C3%A9nome.txt"
    assert request.headers["x-csrftoken"] == "t"
    expect(site.page.locator("form output")).to_have_text("All sent.")
    assert site.heard() == ["file"]
    assert site.page.url == f"{HOME}/"


@pytest.mark.parametrize(
    ("body", "words"), [('{"detail": "This is a picture."}', "This is a picture."), ("<html>", "Not sent.")]
)
def test_a_refused_file_is_told_in_words_and_can_be_sent_again(site: Site, body: str, words: str) -> None:
    site.pages["/api/files/"] = (400, body)
    send_file(site)
    expect(site.page.locator("form output")).to_have_text(words)
    expect(site.page.get_by_role("button", name="Send")).to_be_enabled()
    expect(site.page.locator("progress")).to_be_hidden()
