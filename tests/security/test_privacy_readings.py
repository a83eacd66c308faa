"""A person reads who opened their documents: when, which, in which role; no name, and nothing of others."""

import pytest
from django.urls import reverse

from incubator.files.models import StoredFile
from incubator.portal import readings
from incubator.workflow import audit

pytestmark = pytest.mark.django_db


def stored(person, name: str) -> StoredFile:
    return StoredFile.objects.create(
        record="application", record_id=1, name=name, key=name, content_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_by=person,
    )  # fmt: skip


def test_each_reading_by_somebody_else_is_told_by_role(
    centre, founder, founder2, officer, juror, client_for, at
):
    mine, other = stored(founder, "plan.pdf"), stored(founder2, "budget.pdf")
    for reader, file in ((officer, mine), (juror, mine), (founder, mine), (officer, other)):
        audit.record("file.read", file, by=reader, at=at)

    assert [(one.document, one.by) for one in readings.of(founder)] == [
        ("plan.pdf", str(juror.grants.get().get_role_display())),
        ("plan.pdf", str(officer.grants.get().get_role_display())),
    ]
    page = client_for(founder).get(reverse("portal:own_data")).content.decode()
    assert page.count("plan.pdf") == 2
    assert "budget.pdf" not in page
    assert str(officer) not in page
    assert str(juror) not in page


def test_the_number_of_questions_does_not_grow(
    centre, founder, officer, juror, at, django_assert_num_queries
):
    file = stored(founder, "plan.pdf")
    for reader in (officer, juror, officer):
        audit.record("file.read", file, by=reader, at=at)

    with django_assert_num_queries(3):
        assert len(list(readings.of(founder, 50))) == 3
