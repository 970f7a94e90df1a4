"""The pieces of pages: tied together for readers, escaped, and honest about mistakes."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import override


class Reading(forms.Form):
    upper = forms.IntegerField(label="Upper number", help_text="For example 128")
    arm = forms.ChoiceField(
        label="Which arm?", choices=[("l", "This"), ("r", "That")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False)
    sitting = forms.BooleanField(label="I was sitting", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def drawn(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


def test_a_card_has_its_room_and_says_it_in_words() -> None:
    html = drawn('{% card "gene" tag="Your genes" %}<p>Words</p>{% endcard %}')
    assert html.startswith('<section class="card gene"><h2 class="tag"><svg class="ico"')
    assert html.endswith("<span>Your genes</span></h2><p>Words</p></section>")


def test_a_card_with_title_and_tag_keeps_one_heading() -> None:
    html = drawn('{% card "dose" title="Today" tag="Due" level=3 id="doses" %}x{% endcard %}')
    assert '<section class="card dose" id="doses"><p class="tag">' in html
    assert "<h3>Today</h3>" in html
    assert "<h2" not in html


def test_what_people_typed_is_escaped_in_every_piece() -> None:
    name = "<b>Bo</b>"
    for source in (
        "{% card 'message' title=name %}{{ name }}{% endcard %}",
        "{% card 'message' tag=name %}{% endcard %}",
        "{% tag 'ok' name %}",
        "{% icon 'pill' name %}",
    ):
        assert "<b>" not in drawn(source, name=name)


@pytest.mark.parametrize("source", ['{% card "kitchen" %}{% endcard %}', '{% tag "kitchen" "x" %}'])
def test_an_unknown_room_is_a_mistake_of_the_page(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="no such room"):
        drawn(source)


def test_a_right_form_has_no_summary_and_ties_hints_to_fields() -> None:
    html = drawn("{% fields form %}", form=Reading())
    assert 'role="alert"' not in html
    assert '<div class="hint" id="id_upper_helptext">For example 128</div>' in html
    assert 'aria-describedby="id_upper_helptext"' in html
    assert '<label for="id_upper">Upper number</label>' in html
    assert 'name="token"' in html


def test_a_wrong_form_names_each_field_and_links_to_it() -> None:
    html = drawn("{% fields form %}", form=Reading({"upper": "many"}))
    assert '<a href="#id_upper"><strong>Upper number</strong> Enter a whole number.</a>' in html
    assert 'id="id_upper_error"' in html
    assert 'aria-describedby="id_upper_helptext id_upper_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_a_problem_with_no_field_of_its_own_is_told_too() -> None:
    html = drawn("{% error_summary form %}", form=Reading({"upper": "1", "arm": "l"}))
    assert "<li>This field is required.</li>" in html


def test_choices_are_a_group_with_a_name_that_the_summary_can_reach() -> None:
    html = drawn("{% fields form %}", form=Reading({"upper": "1", "token": "t"}))
    assert '<fieldset aria-describedby="id_arm_error"><legend>Which arm?</legend>' in html
    assert '<a href="#id_arm_0"><strong>Which arm?</strong> This field is required.</a>' in html
    assert html.count('id="id_arm_0"') == 1


def test_an_optional_field_says_so_and_a_tick_box_stands_before_its_words() -> None:
    html = drawn("{% fields form %}", form=Reading())
    assert 'Note <span class="soft">(optional)</span>' in html
    assert '<label class="pick"><input type="checkbox"' in html


def test_a_page_may_give_its_own_label_and_hide_the_hint() -> None:
    html = drawn('{% field form.upper label="Top" hint="" %}', form=Reading())
    assert ">Top</label>" in html
    assert "helptext" not in html


def test_an_icon_alone_has_a_name() -> None:
    assert 'aria-label="Close" role="img"' in drawn('{% icon "close" "Close" %}')


def test_a_drawing_from_our_server_loses_its_prolog_and_prefix() -> None:
    space = "http://www.w3.org/2000/svg"
    svg = f'<?xml version="1.0"?><svg:svg xmlns:svg="{space}"><svg:path d="M0 0"/></svg:svg>'
    assert drawn("{{ svg|bare_svg }}", svg=svg) == f'<svg xmlns="{space}"><path d="M0 0"/></svg>'


def whole_page(**more: object) -> str:
    context: dict[str, object] = {
        "nav_items": [SimpleNamespace(url="/today/", label="Today", icon="home", current=True, count=2)],
        "account": SimpleNamespace(initials="AO", name="Amara Okafor"),
        "account_items": [SimpleNamespace(url="/share/", label="Share", icon="share")],
        "user": SimpleNamespace(is_authenticated=True, pk="0190"),
        "live_seq": 812,
        "csrf_token": "token",
        **more,
    }
    return render_to_string("portal/base_patient.html", context)


def test_a_signed_in_page_has_its_landmarks_and_opens_the_socket_at_its_number() -> None:
    html = whole_page()
    assert '<a class="skip" href="#main">Skip to the content</a>' in html
    assert '<main id="main" tabindex="-1">' in html
    assert '<nav class="tabs" aria-label="Main">' in html
    assert 'aria-current="page"' in html
    assert 'data-live="/ws/live" data-live-seq="812"' in html
    assert 'data-person="0190"' in html
    assert """hx-headers:inherited='{"X-CSRFToken":"token"}'""" in html


def test_without_a_number_no_socket_is_opened() -> None:
    assert "data-live" not in whole_page(live_seq=None)


def test_the_first_number_is_zero_and_still_opens_the_socket() -> None:
    assert 'data-live-seq="0"' in whole_page(live_seq=0)


def test_a_chosen_theme_and_a_demonstration_are_shown() -> None:
    html = whole_page(theme="dark", demo_banner="This is a demonstration. <All> people are made up.")
    assert '<html lang="en" dir="ltr" data-theme="dark">' in html
    assert "This is a demonstration. &lt;All&gt; people are made up." in html
    assert "data-theme" not in whole_page()


def test_pages_are_written_in_the_readers_language() -> None:
    with override("es"):
        html = whole_page()
    assert '<html lang="es" dir="ltr">' in html
    assert "Ir al contenido" in html
    assert "Salir" in html


def test_single_keys_can_be_turned_off_on_provider_pages() -> None:
    assert "data-keys" in render_to_string("portal/base_provider.html", {})
    assert "data-keys" not in render_to_string("portal/base_provider.html", {"keys_off": True})


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html"])
def test_error_pages_stand_without_request_person_or_database(name: str) -> None:
    html = render_to_string(name)
    assert "<h1>" in html
    assert '<a class="btn" href="/">' in html
