"""A page opened before somebody was erased or suspended brings nothing back, and changes nothing."""

from datetime import timedelta

import pytest
from django.db import connection

from incubator.accounts import consenting, contacts, profile, tokens
from incubator.accounts.contacts import Door
from incubator.accounts.roles import suspension
from incubator.accounts.sign_in import passwords, second_factor
from incubator.files import uploading
from incubator.lists import saved_views
from incubator.people.models import User
from incubator.portal.personal import erasing
from incubator.workflow.acting import Suspended

pytestmark = pytest.mark.django_db
SIGN = "zqcanary"
ACTS = {
    "name": lambda who, at: profile.change(who, full_name=SIGN, language="fr", at=at),
    "language": lambda who, at: profile.speak(who, "en"),
    "facts": lambda who, at: profile.remember(who, {"last_name": SIGN}, at=at),
    "contact": lambda who, at: contacts.add(who, Door("email", f"{SIGN}@example.test"), by=who, at=at),
    "consent": lambda who, at: consenting.record(who, SIGN, wording="a" * 64, given=True, at=at),
    "token": lambda who, at: tokens.make(
        who, name=SIGN, scopes=["read"], expires_at=at + timedelta(days=30), by=who, at=at
    ),
    "password": lambda who, at: passwords.change(who, f"{SIGN} {SIGN}", at=at),
    "recovery codes": lambda who, at: second_factor.renew_recovery_codes(who, at=at),
    "file": lambda who, at: uploading.begin(
        record="application", record_id=1, purpose="plan", name=f"{SIGN}.pdf", size=1000, formats=["pdf"],
        max_bytes=10**6, by=who, at=at,
    ),
    "view": lambda who, at: saved_views.save(
        f"q={SIGN}", name=SIGN, is_shared=False, of_list="applications", by=who, at=at
    ),
    "columns": lambda who, at: saved_views.keep_columns([SIGN], of_list="applications", by=who),
}  # fmt: skip


def everything() -> dict[str, list]:
    """All rows of all tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchall()
    return found


@pytest.mark.parametrize("end", ["erased", "suspended"])
@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_written_for_whoever_is_gone(name, end, outsider, admin, at, centre):
    tab = User.objects.get(pk=outsider.pk)
    if end == "erased":
        erasing.erase(outsider, by=outsider, at=at)
    else:
        suspension.suspend(outsider, reason="Essai.", by=admin, at=at)
    before = everything()

    with pytest.raises(Suspended):
        ACTS[name](tab, at)
    assert everything() == before


@pytest.mark.parametrize("name", ACTS)
def test_the_same_acts_write_while_the_person_is_there(name, outsider, at, centre):
    before = everything()
    ACTS[name](outsider, at)

    assert everything() != before
