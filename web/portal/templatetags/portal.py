"""The pieces that pages are made of: `{% load portal %}`.

Rooms (first argument of a card or a tag) choose the colour and the usual icon: `gene`, `dose`, `reading`,
`message`, `urgent`, `ok`, `general`. A colour never speaks alone: a tag says the same in words, with an icon.

Simple pieces need no tag, only a class of `app.css`:

- buttons: `<button class="btn">` (one filled button a card), `class="btn quiet"` (outlined),
  `class="btn plain"`, `class="btn danger"`; a row of them: `<div class="do">`;
  on provider rows `class="btn quiet small"`;
- rows: `<ul class="rows"><li class="row">` with `<div class="when">` and `<div class="what">`; the row of the
  moment is `class="row now"`; a row that leads somewhere:
  `<li><a class="go" href=…><div><h3>…</h3><small>…</small></div>{% icon "chevron" %}</a></li>`;
- fact list: `<dl class="facts"><div><dt>…</dt><dd>…</dd></div></dl>`; table: `<div class="scroll"><table>…`;
- fold: `<details><summary>How sure is this?</summary><p>…</p></details>`;
- callout: `<div class="note ok">{% icon "check" %}<div>…</div></div>`; page-wide: `class="banner"`;
- range switch or lanes: `<ul class="seg"><li><a href=… aria-current="page">30 days</a></li></ul>`;
- talk: `<ol class="talk"><li class="said">`, `said mine`;
- two columns on a desk: `<div class="cols"><div>…</div><div>…</div></div>` inside `main`;
- a choice list: `<ul class="picks"><li><label><input type="radio"> …</label></li></ul>`;
- an empty state: `class="empty"`, with what will appear here and the first step;
- the one number of a card: `<p class="big">`; words for screen readers only: `class="vh"`;
- a dialog: `<dialog id="d">…<button data-closes>`, opened by `<a href="…" data-opens="d">` (the link serves
  where no script runs); a button that prints: `<button type="button" data-print>`;
- live fragment: a wrapper with `hx-get` and
  `hx-trigger="live:intake from:body delay:50ms, live:open from:body, live:reset from:body"`.
"""

import json
import re
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mendly.accounts.selectors import devices_of
from portal.doors import user_of
from portal.icons import ICONS, POINTING

if TYPE_CHECKING:
    from mendly.accounts.models import Device

register = template.Library()

ROOM_ICONS: Final = {
    "gene": "gene",
    "dose": "pill",
    "reading": "pulse",
    "message": "message",
    "urgent": "alert",
    "ok": "check",
    "general": "info",
}


BROWSERS: Final = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
"""What a browser calls itself, the narrower name first: Edge says Chrome too, and Android says Linux."""


def _room(kind: str) -> str:
    if kind not in ROOM_ICONS:
        raise template.TemplateSyntaxError(f"no such room: {kind!r}; one of {', '.join(ROOM_ICONS)}")
    return kind


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "pill" %}`: a line icon, hidden from screen readers because a word stands beside it.

    With `label`, for the rare icon that stands alone, the label is its text alternative.
    """
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no such icon: {name!r}")
    spoken = flatatt({"role": "img", "aria-label": label} if label else {"aria-hidden": "true"})
    return format_html(
        '<svg class="ico{}" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor"{}>'
        '<path d="{}"/></svg>',
        " flip" if name in POINTING else "",
        spoken,
        ICONS[name],
    )


@register.simple_tag(name="tag")
def tag_piece(kind: str, text: object, icon_name: str = "") -> SafeString:
    """`{% tag "ok" _("Taken 8:04") %}`: a pill with icon and words. A third argument names another icon."""
    return format_html(
        '<span class="tag {}">{}<span>{}</span></span>',
        _room(kind),
        icon(icon_name or ROOM_ICONS[kind]),
        text,
    )


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    kind: str = "general",
    *,
    title: object = "",
    tag: object = "",
    icon_name: str = "",
    id: str = "",
    level: int = 2,
) -> SafeString:
    """`{% card "gene" tag=_("Your genes and simvastatin") %} … {% endcard %}`: a sheet with its strand.

    `title` is a plain heading; `tag` a heading drawn as a pill with the room's icon (or `icon_name`). With
    both, the pill is a line above the heading. `level` is the heading's level; `id` goes on the section.
    """
    shown_icon = icon_name or ROOM_ICONS[_room(kind)]
    pill = format_html("{}<span>{}</span>", icon(shown_icon), tag) if tag else ""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    if pill and title:
        head = format_html('<p class="tag">{}</p>{}', pill, head)
    elif pill:
        head = format_html('<h{0} class="tag">{1}</h{0}>', level, pill)
    return format_html(
        '<section class="card {}"{}>{}{}</section>',
        kind,
        flatatt({"id": id} if id else {}),
        head,
        conditional_escape(content),
    )


@register.inclusion_tag("portal/parts/field.html")
def field(bound: BoundField, hint: object = None, label: object = "") -> dict[str, Any]:
    """`{% field form.systolic hint=_("The upper number") %}`: label, hint, error and input, tied for readers.

    Groups of choices become a fieldset; a single tick box stands before its words; an optional field says so.
    A given `label` or `hint` shows instead of the field's own; `hint=""` hides the hint.
    """
    if hint is not None:
        bound.help_text = str(hint)
    single_tick = bound.widget_type == "checkbox"
    return {
        "bound": bound,
        "label": label or bound.label,
        "widget": bound.as_widget(attrs={"placeholder": False}),
        "group": bound.use_fieldset,
        "single_tick": single_tick,
        "optional": not bound.field.required and not single_tick,
    }


@register.inclusion_tag("portal/parts/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """`{% fields form %}`: error summary, hidden fields and every field. The page adds token and button."""
    return {"form": form}


@register.inclusion_tag("portal/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """`{% error_summary form %}`: what is wrong, each line a link to its field. Nothing if all is right."""
    problems = [
        (bound.id_for_label or f"{bound.auto_id}_0", bound.label, message)
        for bound in form.visible_fields()
        for message in bound.errors
    ]
    loose = [*form.non_field_errors(), *(e for hidden in form.hidden_fields() for e in hidden.errors)]
    return {"problems": problems, "loose": loose}


@register.filter
def bare_svg(document: str) -> SafeString:
    """Turns an SVG file that our own server drew (never a person's) into inline SVG: no prolog, no `svg:`."""
    inline = (
        re.sub(r"<\?xml.*?\?>|(?<=<)svg:|(?<=</)svg:", "", document).replace("xmlns:svg=", "xmlns=").strip()
    )
    # Drawn by the QR library from a secret that it encodes: no free text.
    return mark_safe(inline)  # noqa: S308 # nosec B308, B703 # nosemgrep: no-html-made-of-strings


@register.filter
def browser_words(user_agent: str) -> str:
    """`{{ session.user_agent|browser_words }}`: "Firefox, Windows"; empty for a browser that we do not know."""
    named = (
        next((name for mark, name in known.items() if mark in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in named if name)


@register.simple_tag(takes_context=True)
def own_phones(context: dict[str, Any]) -> "list[Device]":
    """`{% own_phones as phones %}`: the phones signed in for who looks at the page."""
    return devices_of(user_of(context["request"]))


@register.filter
def as_json(value: object) -> str:
    """`data-options="{{ options|as_json }}"`: facts for a script of ours, in an attribute; escaped like any text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
