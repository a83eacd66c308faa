"""A centre that grows by one of everything at a time."""

import pytest
from django.core.files.storage import InMemoryStorage, storages

from incubator.core import clock
from incubator.notifications import dispatch
from tests.queries.rows import NOW, Centre


@pytest.fixture
def grown(
    centre,
    officer,
    director,
    finance,
    approver,
    admin,
    donor,
    juror,
    mentor_user,
    founder,
    agent,
    monkeypatch,
) -> Centre:
    """The centre before its first row; its clock stands on 5 October 2027."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(dispatch, "send", lambda *_args, **_options: None)
    monkeypatch.setitem(storages._storages, "private", InMemoryStorage())
    people = {
        "officer": officer, "director": director, "finance": finance, "approver": approver, "admin": admin,
        "donor": donor, "juror": juror, "mentor": mentor_user, "founder": founder, "agent": agent,
    }  # fmt: skip
    return Centre(people)
