import pytest

from incubator.applications.filling import drafting, replaced
from incubator.applications.submission import sending
from incubator.files.models import StoredFile
from tests.world import applications as world

pytestmark = pytest.mark.django_db


def test_replaced_documents_are_kept_until_the_file_is_sent(call, founder):
    application = world.complete(call, founder)
    first = StoredFile.objects.of("application", application.pk).order_by("pk").first()
    drafting.attach(application, first.purpose, [world.pdf("mieux.pdf")], by=founder, at=world.DRAFTED)
    every = StoredFile.objects.count()

    assert (replaced.let_go(), StoredFile.objects.count()) == (0, every)
    sending.submit(application, by=founder, at=world.SENT)
    assert (replaced.let_go(), StoredFile.objects.filter(pk=first.pk).exists()) == (1, False)
    assert StoredFile.objects.count() == every - 1


def test_what_was_sent_stays_when_a_correction_replaces_it(call, founder):
    application = world.submitted(call, founder)
    file = StoredFile.objects.of("application", application.pk).first()
    StoredFile.objects.filter(pk=file.pk).update(replaced_at=world.SENT)

    assert (replaced.let_go(), StoredFile.objects.filter(pk=file.pk).exists()) == (0, True)
