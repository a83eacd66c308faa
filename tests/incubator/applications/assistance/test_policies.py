"""Who applies, and who helps somebody to."""

import pytest

from incubator.applications.assistance import assisting
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.workflow.refusals import NotAllowed
from tests.world.applications import DRAFTED as AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["agent", "officer", "director", "donor", "editor", "finance"])
def test_staff_do_not_apply_for_themselves(call, request, who):
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed) as refusal:
        drafting.start(call, by=person, at=AT)

    told = {"agent": "Un agent ne candidate pas en son nom. Pour saisir un dossier avec une personne, utilisez «\u00a0Aider une"
            " personne\u00a0»."}  # fmt: skip
    centre = (
        "Les personnes qui travaillent pour le centre ne candidatent pas à ses appels. Lisez l’appel sur le site, ou"
        " essayez son formulaire par l’aperçu au bureau."
    )
    assert str(refusal.value) == told.get(who, centre)
    assert Application.objects.count() == 0


def test_only_an_agent_assists(call, founder):
    with pytest.raises(NotAllowed):
        assisting.open_file(call, name="Abla", by=founder, at=AT)


def test_not_once_the_call_is_closed(call, agent):
    with pytest.raises(NotAllowed):
        assisting.open_file(call, name="Abla", by=agent, at=call.closes_at)
