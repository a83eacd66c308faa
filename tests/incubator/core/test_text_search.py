"""Words without accents, and a search that finds them in the singular and the plural."""

import pytest
from django.db import connection

from incubator.applications.models import SearchText
from incubator.core.text_search import plain, words_of
from tests.world.applications import submitted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’Été, à Lomé", "l ete a lome"),
        ("AC-2027-01-0042", "ac 2027 01 0042"),
        ("Cœur d’ÆGYPTE", "coeur d aegypte"),
        ("a\x00b ​ 100 %_", "a b 100"),
        ("", ""),
    ],
)
def test_a_text_becomes_plain_words(text, found):
    assert plain(text) == found


def test_each_word_is_kept_once():
    assert words_of(["Le marché", "le Marché de Lomé"]) == " le marche de lome"


CASES = [
    ("marchés", True),
    ("MARCHE", True),
    ("marché", True),
    ("pompes réparées", True),
    ("pompe", True),
    ("répar", True),
    ("marché introuvable", False),
    ("arche", False),
    ("' OR 1=1 --", False),
    ("%", False),
    ("l'eau !&|:*", True),
]


def check(call, person, typed, found):
    file = submitted(call, person("lead"))
    words = words_of(["Des pompes réparées au marché ; l’eau"])
    SearchText.objects.update_or_create(application=file, defaults={"open_words": words, "words": words})

    assert SearchText.objects.filter(words__french=typed).exists() is found


@pytest.fixture
def call(centre, officer, director):
    from tests.world.programmes import published_call

    return published_call(officer, director)


@pytest.mark.parametrize(("typed", "found"), CASES)
def test_a_search_ignores_accents_and_knows_plurals(call, person, typed, found):
    check(call, person, typed, found)


@pytest.mark.postgres
def test_postgresql_searches_by_the_index(call, person):
    submitted(call, person("lead"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = SearchText.objects.filter(words__french="marchés").explain()

    assert "search_words" in plan
