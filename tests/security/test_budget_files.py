"""Files of strangers cost what we allow: opened in a child with limits, counted before they are decoded."""

import os
import resource
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.documents import sheets
from incubator.files import confined, neutral, packages, photos, several, sniffing
from incubator.files.models import StoredFile
from tests.corpora.conftest import browser_of_founder, draft
from tests.corpora.test_uploads import in_pieces, plainly, text_of
from tests.corpora.uploads import Case, Kept
from tests.incubator.files.conftest import private
from tests.security import hostile

__all__ = ["browser_of_founder", "draft", "private"]
SMALL = confined.Limits(processor=1, clock=2, memory=200_000_000)


class No(Exception):
    """The work refuses."""


def spin():
    while True:
        pass


def refuse():
    raise No("too", 3)


class Sneaky:
    def __reduce__(self):
        return os.getenv, ("PATH",)


@pytest.mark.parametrize(
    "work", [spin, lambda: time.sleep(60), lambda: bytearray(400_000_000), Sneaky, os.abort]
)
def test_a_child_that_takes_too_much_or_breaks_is_ended(work):
    with pytest.raises(confined.NotMade):
        confined.run(work, refusal=No, limits=SMALL)


def test_an_answer_and_a_refusal_come_back():
    assert confined.run(lambda a, b: [a, b, None], b"x", b=2, refusal=No) == [b"x", 2, None]
    with pytest.raises(No) as told:
        confined.run(refuse, refusal=No)
    assert told.value.args == ("too", "3")


def test_the_limits_stand_in_the_child_and_nowhere_else():
    names = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)
    mine = [resource.getrlimit(name) for name in names]
    theirs = confined.run(lambda: [resource.getrlimit(name)[1] for name in names], refusal=No, limits=SMALL)
    assert [resource.getrlimit(name) for name in names] == mine
    assert (theirs[0], theirs[2]) == (1, 0) and 0 < theirs[1] < 1 << 40


def test_children_of_several_threads_answer_apart():
    said = []
    threads = [
        threading.Thread(target=lambda n=n: said.append(confined.run(lambda: n, refusal=No)))
        for n in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(said) == list(range(8))


@pytest.mark.parametrize(
    ("work", "given"),
    [
        (photos.as_jpeg, {"data": hostile.png(40, 30), "max_bytes": 2_000_000}),
        (photos.as_png, {"data": hostile.png(40, 30), "max_bytes": 2_000_000}),
        (photos.as_pdf, {"photos": [hostile.png(40, 30)], "max_bytes": 2_000_000}),
        (neutral.copy, {"data": hostile.pdf(5)}),
        (sniffing.kind_of, {"data": hostile.bomb(10)}),
        (sheets.read, {"data": hostile.wide(3), "name": "a.xlsx"}),
        (sheets.read, {"data": b"a;b\n1;2\n", "name": "a.csv"}),
    ],
)
def test_each_library_is_met_in_a_child(work, given, monkeypatch):
    met, run = [], confined.run
    monkeypatch.setattr(confined, "run", lambda *given, **named: met.append(1) or run(*given, **named))
    work(**given)
    assert met


# name, file, its type in the form, what is said, seconds of a processor it may cost, ours and the child's
CORPUS = [
    ("sky.png", lambda: hostile.png(8_900, 8_900), "cette image ne s’ouvre pas", 2),
    ("glass.png", lambda: hostile.png(8_900, 8_900, colour=6), "cette image ne s’ouvre pas", 2),
    ("line.png", lambda: hostile.png(300_000, 120), "", 8),
    ("bomb.docx", hostile.bomb, "une fois ouvert, il pèserait beaucoup trop", 3),
    ("many.docx", hostile.many_entries, "n’a pas été ajouté", 10),
]


def cost():
    """Seconds of a processor that this process and its children have worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.mark.django_db
@pytest.mark.parametrize("send", [plainly, in_pieces], ids=["whole", "pieces"])
@pytest.mark.parametrize(("name", "make", "told", "seconds"), CORPUS, ids=[each[0] for each in CORPUS])
def test_a_hostile_file_is_answered_within_its_ceiling(
    draft, browser_of_founder, send, name, make, told, seconds
):
    data, before = make(), cost()
    case = Case(name, lambda: data, Kept(name, "image/png"))
    status, page = send(browser_of_founder, f"/portal/applications/{draft.ref}/documents/", case, data)
    assert cost() - before < seconds
    assert (status, told in page) == (400, True) if told else status in (302, 400)


@pytest.mark.django_db
def test_a_hundred_pictures_in_one_request_are_counted_and_the_first_kept(draft, browser_of_founder):
    files = [
        SimpleUploadedFile(f"{n}.png", hostile.png(60 + n, 40), content_type="image/png") for n in range(100)
    ]
    before = cost()
    answer = browser_of_founder.post(
        f"/portal/applications/{draft.ref}/documents/", {"slug": Case("", None, None).slug, "file": files}
    )
    assert cost() - before < 60
    assert f"{several.MOST_AT_ONCE} fichiers au plus sont pris à la fois" in text_of(answer)
    assert StoredFile.objects.exists()


def test_pictures_that_are_too_large_together_are_counted_before_they_are_decoded(monkeypatch):
    monkeypatch.setattr(photos, "_open", lambda _data: pytest.fail("decoded"))
    share, data = several.Share(), hostile.png(6_000, 6_000)
    limits = {"formats": ["jpg"], "max_bytes": 2_000_000}
    refused = 0
    for n in range(7):
        try:
            share.take(SimpleUploadedFile(f"{n}.png", data), limits)
        except several.storing.FileRefused:
            refused += 1
    assert refused == 2  # 5 × 36 million pixels are within the share


def test_a_workbook_that_is_too_wide_is_refused_within_its_ceiling():
    data, before = hostile.wide(), cost()
    assert len(data) < 30_000
    with pytest.raises(sheets.SheetRefused) as refusal:
        sheets.read(data, "wide.xlsx")
    assert "beaucoup trop larges" in str(refusal.value) and cost() - before < 5


def test_without_the_count_of_cells_a_wide_workbook_is_read_to_its_end(monkeypatch):
    """A seeded removal: the test above can fail."""
    monkeypatch.setattr(sheets, "MOST_CELLS", 1 << 60)
    assert len(sheets.read(hostile.wide(300), "wide.xlsx").rows) == 298


def test_without_the_limit_of_pixels_a_picture_of_one_colour_is_decoded(monkeypatch):
    """A seeded removal: the corpus above can fail."""
    data = hostile.png(6_500, 6_500)
    with pytest.raises(photos.Unreadable):
        photos.as_jpeg(data, max_bytes=2_000_000)
    monkeypatch.setattr(photos, "WHOLE_LIMIT", photos.PIXELS_LIMIT)
    assert photos.as_jpeg(data, max_bytes=2_000_000)


def test_without_the_ratio_a_bomb_is_a_document(monkeypatch):
    assert sniffing.kind_of(hostile.bomb()).slug == "bomb"
    monkeypatch.setattr(packages, "RATIO_LIMIT", 10_000)
    assert sniffing.kind_of(hostile.bomb()).slug == "docx"


def test_a_copy_that_costs_too_much_is_not_made(monkeypatch):
    monkeypatch.setattr(confined, "Limits", lambda: SMALL)
    monkeypatch.setattr(neutral.pikepdf, "open", lambda *_given: spin())
    with pytest.raises(neutral.NotCleaned):
        neutral.copy(hostile.pdf(5))
