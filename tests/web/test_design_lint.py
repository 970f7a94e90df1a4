"""The house rules of pages, checked on the files themselves: strict CSP, any direction of writing, every word
translated, colours that can be read, and little weight."""

import ast
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils.translation.template import templatize

import portal
from portal.icons import ICONS

HOME = Path(portal.__file__).parent
TEMPLATES = HOME / "templates"
ASSETS = HOME / "static" / "portal"
PAGES = sorted(TEMPLATES.rglob("*.html"))
EVERY_TEMPLATE = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
SCRIPTS = sorted(ASSETS.glob("*.js"))
CSS = (ASSETS / "app.css").read_text()

FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style",
    "inline handler": r"\son[a-z]+\s*=",
    "inline script": r"<script(?![^>]*\ssrc=)(?![^>]*application/json)",
    "htmx handler": r"hx-on",
    "htmx code": r"[\"']js:|javascript:",
    "htmx trigger filter": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "unescaped text": r"\|\s*safe\b|autoescape off",
    "remote address": r"(?:src|href|action|content)\s*=\s*[\"']\s*(?:https?:)?//",
}
NO_WORDS = {"Mendly"}
READ_ALOUD = ("aria-label", "aria-description", "title", "alt", "placeholder", "label")


def relative(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def without_comments(source: str) -> str:
    source = re.sub(r"\{#.*?#\}", "", source)
    return re.sub(r"\{% comment.*?%\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL)


def test_pages_obey_the_strict_content_policy() -> None:
    assert [
        (relative(path), name)
        for path in PAGES
        for name, pattern in FORBIDDEN.items()
        if re.search(pattern, path.read_text(), re.IGNORECASE)
    ] == []


def words_outside_of_labels(path: Path) -> set[str]:
    source = without_comments(path.read_text())
    source = re.sub(r"^.*\{% block \w+_(?:class|attributes) %\}.*$", "", source, flags=re.MULTILINE)
    source = re.sub(r"\{%\s*blocktrans.*?\{%\s*endblocktrans\w*\s*%\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    spoken = [value for name in READ_ALOUD for value in re.findall(rf"\s{name}=\"([^\"]*)\"", source)]
    visible = re.sub(r"<(svg|code|kbd)\b.*?</\1>|<[^>]+>|&\w+;", " ", source, flags=re.DOTALL)
    return set(re.findall(r"[^\W\d_]{2,}", " ".join([visible, *spoken]))) - NO_WORDS


def test_every_word_on_a_page_can_be_translated() -> None:
    assert {relative(path): words for path in PAGES if (words := words_outside_of_labels(path))} == {}


def test_templates_compile() -> None:
    for path in EVERY_TEMPLATE:
        if path.suffix in {".html", ".js", ".webmanifest"}:
            get_template(relative(path))


def catalogue() -> dict[tuple[str, str], list[str]]:
    """(context, msgid) -> translations, of the Spanish catalogue. Small on purpose: one line a string."""
    entries: dict[tuple[str, str], list[str]] = {}
    source = (HOME / "locale/es/LC_MESSAGES/django.po").read_text()
    for block in source.split("\n\n"):
        fields = {
            key: "".join(re.findall(r'"(.*)"', value))
            for key, value in re.findall(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n?)+)', block, re.MULTILINE)
        }
        if fields.get("msgid"):
            entries[fields.get("msgctxt", ""), fields["msgid"]] = [
                v for k, v in fields.items() if k.startswith("msgstr")
            ]
    return entries


SPANISH = catalogue()


def used_labels(path: Path) -> set[tuple[str, str]]:
    """The (context, msgid) pairs of a template, read from what gettext's own extractor would see."""
    pseudo = templatize(path.read_text(), origin=str(path))
    text = r"""u?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")"""
    found: set[tuple[str, str]] = set()
    for single in re.finditer(rf"(?<!\w)(?:gettext|_|ngettext)\({text}", pseudo):
        found.add(("", single[1] or single[2] or ""))
    for single in re.finditer(rf"(?:n?pgettext)\({text},\s*{text}", pseudo):
        found.add((single[1] or single[2] or "", single[3] or single[4] or ""))
    return {(context, label.replace("\\'", "'")) for context, label in found if label}


def test_every_label_of_a_template_has_its_spanish() -> None:
    used = {label for path in EVERY_TEMPLATE for label in used_labels(path)}
    assert len(used) > 500
    assert {label for label in used if not any(SPANISH.get(label, []))} == set()


def test_spanish_is_whole_and_keeps_placeholders_and_markup() -> None:
    def parts(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]|\{\w+\}|</?\w+", text))

    assert [
        label
        for label, translations in SPANISH.items()
        if not translations or any(not text or parts(text) != parts(label[1]) for text in translations)
    ] == []


def test_no_spanish_label_waits_for_a_second_look_by_gettext() -> None:
    assert "fuzzy" not in (HOME / "locale/es/LC_MESSAGES/django.po").read_text()


def rules(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_the_style_sheet_has_no_left_and_right() -> None:
    assert re.findall(r"[\w-]*(?:left|right)\b[\w-]*", rules(CSS)) == []


def test_the_style_sheet_has_no_shorthand_that_tells_left_from_right() -> None:
    for name, values in re.findall(r"(margin|padding|inset|border-width|border-color):([^;}]+)", rules(CSS)):
        while "(" in values:
            values = re.sub(r"[\w-]*\([^()]*\)", "1px", values)
        sides = values.replace("!important", "").split()
        assert len(sides) < 4 or sides[1] == sides[3], f"{name}:{values}"


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in [ASSETS / "app.css", *SCRIPTS, *ASSETS.glob("*.svg"), *TEMPLATES.rglob("*.js")]:
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)
        addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", code)
        assert [address for address in addresses if "www.w3.org" not in address] == [], path.name


def test_scripts_write_text_never_markup_and_never_run_text() -> None:
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write", path.read_text()
        )


def test_colours_stand_in_tokens_only() -> None:
    outside = re.sub(r"--[\w-]+:#[0-9A-F]{6}", "", rules(CSS))
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", outside)) <= {"#FFFFFF"}  # the QR square and forced colours


def tokens(selector: str) -> dict[str, str]:
    start = rules(CSS).index(selector)
    block = rules(CSS)[start : rules(CSS).index("}", start)]
    return dict(re.findall(r"--([\w-]+):(#[0-9A-F]{6})", block))


LIGHT = tokens(":root{")
DARK = tokens(":root[data-theme=dark]{")
ROOMS = ("brand", "gene", "dose", "reading", "message", "ok", "urgent")


def luminance(colour: str) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_pairs() -> list[tuple[str, str]]:
    on_sheets = [(text, ground) for text in ("ink", "soft", *ROOMS) for ground in ("paper", "card")]
    on_tints = [(text, f"{room}-t") for room in ROOMS for text in (room, "ink", "soft")]
    return [*on_sheets, *on_tints, ("on-brand", "brand"), ("card", "urgent"), ("paper", "ink")]


def test_contrast_is_measured_as_the_guideline_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), text_pairs(), ids=lambda value: str(value))
def test_every_text_can_be_read_on_every_ground(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_can_be_seen(theme: dict[str, str]) -> None:
    for ground in ("paper", "card"):
        assert contrast(theme["line"], theme[ground]) >= 3
        assert contrast(theme["ink"], theme[ground]) >= 3


def test_a_dark_device_and_a_chosen_dark_look_the_same() -> None:
    assert tokens(":root:not([data-theme=light]){") == DARK
    assert DARK.keys() == LIGHT.keys()


def test_every_mark_of_a_chart_has_a_colour_by_class() -> None:
    source = "".join(path.read_text() for path in (HOME / "charts").glob("*.py"))
    assert not re.search(r"""(?<!\w)(?:fill|stroke)=["'](?!none)""", source)
    for name in (
        "grid",
        "band",
        "inband",
        "path",
        "second",
        "dot",
        "taken",
        "open",
        "skipped",
        "ahead",
        "bar",
        "mark",
    ):
        assert re.search(rf"\.{name}\b", CSS), name


def packed(*sources: str) -> int:
    return len(gzip.compress("".join(sources).encode(), 9, mtime=0))


def test_the_look_weighs_at_most_six_kibibytes() -> None:
    assert packed(CSS) <= 6 * 1024


def test_the_scripts_of_any_page_weigh_at_most_five_kibibytes() -> None:
    everywhere = [(ASSETS / name).read_text() for name in ("live.js", "app.js")]
    worker = render_to_string("portal/pwa/sw.js", {"files": "[]", "spoken": "{}"})
    for extra in ("keys.js", "upload.js", "push.js", "names.js", "travel.js"):
        weight = sum(packed(source) for source in [*everywhere, worker, (ASSETS / extra).read_text()])
        assert weight <= 5 * 1024, extra


def fills_in_a_name(call: ast.Call) -> bool:
    """Whether this is something said by `messages` with more in it than fixed words."""
    said_by = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_said = isinstance(said_by, ast.Name) and said_by.id == "messages"
    return is_said and any(isinstance(part, ast.BinOp | ast.JoinedStr) for part in ast.walk(call))


def test_what_is_said_after_a_form_waits_in_a_cookie_and_names_nothing() -> None:
    for path in HOME.rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        assert not any(fills_in_a_name(call) for call in calls), path


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_lines_that_a_reader_skips(name: str) -> None:
    html = Template("{% load portal %}{% icon name %}").render(Context({"name": name}))
    assert 'aria-hidden="true"' in html
    assert 'fill="none"' in html


def test_an_unknown_icon_is_a_mistake_of_the_page() -> None:
    with pytest.raises(TemplateSyntaxError, match="no such icon"):
        Template('{% load portal %}{% icon "unicorn" %}').render(Context())


def test_our_pages_replace_those_of_the_sign_in_library() -> None:
    apps = settings.INSTALLED_APPS
    assert apps.index("portal") < apps.index("allauth")
    assert str(get_template("account/login.html").origin.name).startswith(str(TEMPLATES))  # type: ignore[attr-defined]
