"""Faults that an attack confirmed at the doors of accounts and of the editor, each by its own words, over HTTP."""

import pytest
from django.conf import settings
from time_machine import travel

from cms.form_editor import compiling
from cms.setup import ensure_site
from incubator.demo.calls import sample
from incubator.people.models import User
from incubator.programmes.call_file.loading import load_call
from tests.conftest import AT
from tests.faults.posting import sent
from tests.faults.test_row_01_form_editor import parts_of
from tests.security.test_doors_stay_open_no_longer import opens, token_of
from tests.world.programmes import BEFORE

pytestmark = pytest.mark.django_db


def test_an_administrator_suspends_a_person_whose_sessions_and_tokens_end(founder, admin, client_for):
    with travel(AT, tick=False):
        theirs, desk, plain = client_for(founder), client_for(admin), token_of(founder)
        assert theirs.get("/account/").status_code == 200 and opens(plain)

        answer = desk.post(f"/desk/people/{founder.public_id}/suspend/", {"reason": "Plainte."})

        assert answer.status_code == 302 and not User.objects.get(pk=founder.pk).is_active
        assert theirs.get("/account/").status_code == 302 and not opens(plain)
        assert desk.post(f"/desk/people/{founder.public_id}/restore/").status_code == 302
        assert User.objects.get(pk=founder.pk).is_active
        assert theirs.get("/account/").status_code == 302 and not opens(plain), "what ended stays ended"


def test_no_page_of_the_editor_posts_as_many_fields_as_are_refused(centre, officer, client_for):
    """The shipped call posted 2,071 of 2,000 at once; each page of its parts stays under a tenth."""
    ensure_site(centre)
    form, desk = compiling.form_of(load_call(sample(), by=officer, at=BEFORE)), client_for(officer)
    posted = {page: len(sent(desk.get(page).context["form"])) for page in parts_of(form)}

    assert len(posted) > 50 and settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 2_000
    assert {page: count for page, count in posted.items() if count > 200} == {}
