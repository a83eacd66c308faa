"""What was typed when the session ended goes back to the person who typed it, and to nobody else."""

import pytest
from django.test import Client

from incubator.applications import inviting
from incubator.applications.models import Answer
from tests.world import applications as world


@pytest.mark.parametrize("who", ["founder", "founder2"])
def test_typed_text_goes_back_to_who_typed_it(small, founder, founder2, now, who):
    people = {"founder": founder, "founder2": founder2}
    file = world.draft(small, founder)
    _invited, code = inviting.invite(file, None, role="editor", by=founder, at=world.DRAFTED)
    inviting.join(
        inviting.find(code, by=founder2, address="", at=world.DRAFTED), by=founder2, at=world.DRAFTED
    )
    client, address = Client(), f"/portal/applications/{file.ref}/form/a/"

    sent = client.post(address, {"idea": "Tapé avant la fin", "typed-by": founder.public_id})
    assert sent.url == f"/login/?next={address.replace('/', '%2F')}&ended=1"
    assert "Tap" not in sent.url
    assert client.session["typed_text"]["person"] == founder.public_id
    client.force_login(people[who], backend="incubator.accounts.backends.OneDoor")
    page = client.get(address)

    kept = Answer.objects.get(application=file, key="idea").value
    assert kept == ("Tapé avant la fin" if who == "founder" else None)
    assert page.status_code in (200, 302)
