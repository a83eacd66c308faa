"""The words by which staff tell the questions of a form apart."""

from incubator.demo.calls import sample
from incubator.forms.question_words import question_choices, told_apart
from incubator.programmes.call_file.loading import load_call
from tests.world.programmes import BEFORE


def test_words_that_one_question_has_stand_alone():
    assert told_apart([("a", "Nom", "Équipe"), ("b", "Budget", "Projet")]) == [("a", "Nom"), ("b", "Budget")]


def test_words_of_several_bear_their_step_and_then_a_number():
    assert told_apart([("a", "Nom", "Équipe"), ("b", "Nom", "Projet"), ("c", "Nom", "Projet")]) == [
        ("a", "Nom (Équipe)"),
        ("b", "Nom (Projet)"),
        ("c", "Nom (Projet) 2"),
    ]


def test_no_key_of_the_shipped_call_is_read_and_no_two_questions_look_alike(centre, officer):
    form = load_call(sample(), by=officer, at=BEFORE).form_version.form

    choices = question_choices(form, documents=True)

    assert [key for key, _words in choices] == [
        *(field.key for field in form.fields()),
        *(one.slug for one in form.documents),
    ]
    assert len({words for _key, words in choices}) == len(choices)
    assert not any(key in words for key, words in choices if "_" in key)
