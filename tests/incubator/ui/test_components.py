from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from incubator.ui import fields, inputs, tables
from incubator.ui.badges import tone
from incubator.ui.icons import icon


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def draw(source: str, **context) -> str:
    context.setdefault("request", RequestFactory().get(context.pop("address", "/")))
    return Template("{% load ui typography %}" + source).render(Context(context)).strip()


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.", max_length=80)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"data-words": "3"}))
    mode = forms.ChoiceField(
        label="Mode", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )
    day = inputs.DateField(label="Day", required=False)
    agreed = forms.BooleanField(label="I agree")


def test_badge_says_the_word_in_the_colour_of_the_state():
    assert draw("{% badge 'returned' 'To complete' %}") == '<span class="badge waiting">To complete</span>'
    assert (tone("danger"), tone("no such state")) == ("danger", "neutral")


def test_state_sentence_says_state_next_date_and_holder():
    html = draw("{% state_sentence 'Received.' next='Reading.' date=at holder='at the centre' state='submitted' %}",
                at=datetime(2027, 3, 5, 17, tzinfo=UTC))  # fmt: skip

    assert html == (
        f'<p class="state info">{icon("home")}<strong>Received.</strong> <span>Reading.</span> '
        '<span class="sep">Friday 5 March 2027 at 17:00, Lomé time (UTC+0)</span> <span class="sep">at the centre</span></p>'
    )


def test_what_people_typed_is_escaped():
    html = draw("{% card title=bad %}{{ bad }}{% endcard %}", bad="<script>")

    assert html == '<section class="card "><h2>&lt;script&gt;</h2>&lt;script&gt;</section>'


def test_field_draws_label_help_source_and_control():
    html = fields.render_field(Sample(initial={"title": "Tikpa"})["title"], source="taken from your profile")

    assert html == (
        '<div class="field"><label for="id_title">Title</label><p class="hint" id="id_title_help">Short.</p>'
        '<p class="source" id="id_title_source">' + fields.icon("check") + "taken from your profile</p>"
        '<input aria-describedby="id_title_help id_title_source" aria-required="true" id="id_title" '
        'name="title" type="text" value="Tikpa"></div>'
    )


def test_field_says_its_error_under_it_and_keeps_the_text():
    form = Sample({"title": "", "note": "one two three four"})

    assert fields.render_field(form["title"]) == (
        '<div class="field bad"><label for="id_title">Title</label><p class="hint" id="id_title_help">Short.</p>'
        '<input aria-describedby="id_title_help id_title_error" aria-invalid="true" aria-required="true" '
        'id="id_title" name="title" type="text">'
        '<p class="error" id="id_title_error">' + fields.icon("alert") + "To complete.</p></div>"
    )
    assert fields.render_field(form["note"]) == (
        '<div class="field"><label for="id_note">Note <span class="optional">optional</span></label>'
        '<textarea aria-describedby="id_note_count" data-words="3" id="id_note" name="note" rows="5">\n'
        'one two three four</textarea><p class="counter over" id="id_note_count" data-count="3">4 words of 3 – 1 too many</p></div>'
    )


def test_radios_are_a_group_with_a_legend():
    assert fields.render_field(Sample(initial={"mode": "b"})["mode"]) == (
        '<fieldset class="field" id="id_mode"><legend>Mode</legend><div class="choices">'
        '<label class="choice"><input id="id_mode_0" name="mode" type="radio" value="a"><span>First</span></label>'
        '<label class="choice"><input id="id_mode_1" name="mode" type="radio" value="b" checked><span>Second</span></label>'
        "</div></fieldset>"
    )


def test_dates_are_written_as_people_type_them():
    bound = Sample(initial={"day": datetime(2027, 3, 5, tzinfo=UTC).date()})["day"]

    drawn = fields.render_field(bound)
    assert 'type="text"' in drawn
    assert 'value="05/03/2027"' in drawn


def test_error_summary_links_to_each_field():
    html = draw("{% form_errors form %}", form=Sample({"title": "", "mode": "c", "agreed": "on"}))

    assert "2 answers to complete" in html
    assert '<a href="#id_title">Title</a> – To complete.' in html
    assert '<a href="#id_mode_0">Mode</a> – This answer is not in the list. Choose one of the list.' in html
    assert draw("{% form_errors form %}", form=Sample()) == ""


def test_action_form_posts_with_a_token():
    html = draw("{% action_form '/x/send/' 'Send' at_version=3 %}", csrf_token="tok")

    assert html == (
        '<form class="act" method="post" action="/x/send/"><input type="hidden" name="csrfmiddlewaretoken" value="tok">'
        '<input type="hidden" name="at_version" value="3"><button class="">Send</button></form>'
    )


def test_sorting_keeps_the_filters_and_leaves_the_page():
    params = QueryDict("region=kara&sort=name&page=4")

    heads = tables.headings([tables.Column("Name", "name"), tables.Column("State")], params)

    assert heads == [
        {"label": "Name", "numeric": False, "url": "?region=kara&sort=-name", "direction": "ascending"},
        {"label": "State", "numeric": False},
    ]


def test_removing_a_filter_keeps_the_others():
    params = QueryDict("region=kara&region=savanes&page=4")

    assert tables.without(params, "region", "kara") == "?region=savanes"


def test_pages_show_where_one_is():
    assert tables.page_links(6, 20) == [1, None, 5, 6, 7, None, 20]
    assert tables.page_links(1, 1) == [1]
    assert draw("{% pagination page %}", page=Paginator(range(10), 50).page(1)) == ""


def test_pagination_keeps_the_query():
    html = draw("{% pagination page %}", page=Paginator(range(150), 50).page(2), address="/?q=a")

    assert '<a href="?q=a&amp;page=1" rel="prev">' in html
    assert '<a href="?q=a&amp;page=3" rel="next">' in html


def test_in_language_marks_a_fallback():
    assert draw("{% in_language 'Bonjour' 'fr' %}") == '<span lang="fr">Bonjour</span>'
    assert draw("{% in_language 'Hello' 'en' %}") == "Hello"
