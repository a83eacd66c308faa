"""Kind: a selection frozen at the first click: a file moved out after the preview was acted on, or written to, all the same."""

import pytest

from incubator.applications.casework import screening, tagging
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import drafting
from incubator.applications.models import Application, BulkRun, FileTag, GroupLetter
from incubator.applications.worklist import bulk, writing
from incubator.notifications.models import Message
from tests.world import applications as world
from tests.world import reviews as jury

pytestmark = pytest.mark.django_db
AT = jury.SCREENED
LIST = "/desk/applications/?state=submitted"
WORDS = {"subject_fr": "Votre dossier {référence}", "text_fr": "Bonjour, {nom} est-il prêt ?"}
WORDS |= {"subject_en": "Your file {reference}", "text_en": "Hello, is {name} ready?"}


@pytest.fixture
def files(call, founder, founder2, outsider):
    names = ((founder, "su-01"), (founder2, "su-05"), (outsider, "su-02"))
    return [world.submitted(call, who, slug) for who, slug in names]


def submitted_ones():
    return Application.objects.filter(state="submitted")


def letter_to(files, officer):
    chosen = Application.objects.filter(pk__in=[file.pk for file in files])
    letter = writing.begin(chosen, call=files[0].call, back=LIST, listed=submitted_ones(), by=officer, at=AT)
    return writing.write(letter, WORDS)


def written_to():
    return set(Message.objects.filter(kind=writing.LETTER).values_list("about_ref", flat=True))


def test_a_file_that_moved_after_the_preview_is_not_written_to(files, officer, founder):
    letter = letter_to(files, officer)
    assert writing.left_out(letter, listed=submitted_ones(), by=officer) == []
    withdrawal.withdraw(files[0], by=founder, at=AT)

    posted = writing.post(letter, listed=submitted_ones(), by=officer, at=AT)

    assert written_to() == {files[1].reference, files[2].reference}
    assert posted.left_out == [
        {
            "ref": files[0].public_id,
            "reference": files[0].reference,
            "reason": "Ce dossier a changé d’étape depuis que vous l’avez choisi\u00a0: Retirée.",
        }
    ]
    assert posted.count == 2


def test_a_file_that_left_the_list_without_a_move_is_not_written_to(files, officer):
    """The list was that of the files nobody follows: somebody took one of them in charge meanwhile."""
    nobodys = Application.objects.filter(in_charge=None)
    chosen = Application.objects.filter(pk__in=[file.pk for file in files])
    letter = writing.write(
        writing.begin(chosen, call=None, back=LIST, listed=nobodys, by=officer, at=AT), WORDS
    )
    screening.take_charge(files[1], officer, by=officer, at=AT)

    posted = writing.post(letter, listed=nobodys.all(), by=officer, at=AT)

    assert written_to() == {files[0].reference, files[2].reference}
    assert [row["reason"] for row in posted.left_out] == [
        "Ce dossier n’est plus dans la liste où vous l’avez choisi."
    ]


def test_a_letter_to_nobody_any_more_is_refused(files, officer, founder):
    letter = letter_to(files[:1], officer)
    withdrawal.withdraw(files[0], by=founder, at=AT)

    with pytest.raises(writing.NobodyToWriteTo):
        writing.post(letter, listed=submitted_ones(), by=officer, at=AT)

    assert (written_to(), GroupLetter.objects.get().posted_at) == (set(), None)


def test_each_letter_has_the_words_of_its_file_in_its_readers_language(files, officer, founder2):
    founder2.language = "en"
    founder2.save()
    writing.post(letter_to(files, officer), listed=submitted_ones(), by=officer, at=AT)

    told = {m.about_ref: (m.subject, m.text) for m in Message.objects.filter(kind=writing.LETTER)}
    for file, subject in zip(files, ("Votre dossier", "Your file", "Votre dossier"), strict=True):
        assert told[file.reference][0] == f"{subject} {file.reference}"
        assert file.startup_name in told[file.reference][1]


def test_the_page_says_who_would_not_be_written_to_and_who_was_not(files, officer, founder, client_for, now):
    now(AT)
    client = client_for(officer)
    begun = client.post(
        "/desk/applications/bulk/", {"act": "write", "ref": [f.public_id for f in files], "back": LIST}
    )
    client.post(begun.url, {**WORDS, "then": "preview"})
    withdrawal.withdraw(files[0], by=founder, at=AT)

    again = client.post(begun.url, {**WORDS, "then": "preview"}).content.decode()
    sent = client.post(begun.url, {**WORDS, "then": "send"}, follow=True).content.decode()

    for page in (again, sent):
        assert "On n’écrit pas à 1 dossier" in page
        assert f">{files[0].reference}</a> – Ce dossier a changé d’étape" in page
    assert "Envoyer à 2 personnes" in again
    assert written_to() == {files[1].reference, files[2].reference}


@pytest.mark.parametrize(("act", "options"), [("tag", {"name": "à voir"}), ("take_charge", {"person": ""})])
def test_an_act_on_many_leaves_what_moved_since(act, options, files, officer, founder):
    chosen = Application.objects.filter(pk__in=[file.pk for file in files])
    run = bulk.plan(act, chosen, back=LIST, listed=submitted_ones(), by=officer, at=AT)
    assert len(run.waiting) == 3
    withdrawal.withdraw(files[0], by=founder, at=AT)

    done = bulk.confirm(run, options, listed=submitted_ones(), by=officer, at=AT)

    assert (done.done, [row["reference"] for row in done.refused]) == (2, [files[0].reference])
    assert not FileTag.objects.filter(application=files[0]).exists()


def test_an_act_done_part_by_part_looks_again_at_each_part(files, officer, founder2):
    chosen = Application.objects.filter(pk__in=[file.pk for file in files])
    run = bulk.plan("tag", chosen, back=LIST, listed=submitted_ones(), by=officer, at=AT)
    BulkRun.objects.filter(pk=run.pk).update(confirmed_at=AT, options={"name": "à voir"})
    bulk.advance(run, listed=submitted_ones(), by=officer, at=AT, most=1)
    withdrawal.withdraw(files[1], by=founder2, at=AT)

    done = bulk.advance(run, listed=submitted_ones(), by=officer, at=AT)

    assert (done.done, [row["ref"] for row in done.refused]) == (2, [files[1].public_id])


def test_what_was_ticked_outside_the_list_is_acted_on(files, officer):
    """ "Try these again" ticks files that are in no list any more: they were chosen as they are."""
    screening.confirm(files[0], eligible=True, by=officer, at=AT)
    chosen = Application.objects.filter(pk=files[0].pk)
    run = bulk.plan("tag", chosen, back=LIST, listed=submitted_ones(), by=officer, at=AT)

    done = bulk.confirm(run, {"name": "à voir"}, listed=submitted_ones(), by=officer, at=AT)

    assert (done.done, done.refused) == (1, [])
    assert tagging.Tag.objects.get().name == "à voir"


def test_the_draft_of_a_letter_is_one(files, officer):
    letter_to(files, officer)
    letter_to(files[:1], officer)

    assert GroupLetter.objects.get().count == 1
    assert drafting.Application.objects.count() == 3
