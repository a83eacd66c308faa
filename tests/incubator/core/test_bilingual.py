from django.template import Context, Template
from django.utils.translation import override

from incubator.core.bilingual import pick, pick_pair


def test_the_active_language_is_read():
    with override("en"):
        assert pick("Bonjour", "Hello") == "Hello"
    assert pick("Bonjour", "Hello") == "Bonjour"


def test_english_falls_back_to_french_and_says_so_in_html():
    with override("en"):
        text = pick("L’appel <1>", "")
        html = Template("{{ text }}").render(Context({"text": text}))

    assert text == "L’appel <1>"
    assert html == '<span lang="fr">L’appel &lt;1&gt;</span>'


def test_french_on_a_french_page_stands_alone():
    assert Template("{{ text }}").render(Context({"text": pick("A & B", "")})) == "A &amp; B"


def test_a_pair_is_read_like_two_columns():
    with override("en"):
        assert pick_pair({"fr": "Oui", "en": "Yes"}) == "Yes"
