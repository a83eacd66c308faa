"""An agent and an applicant with two phones: the agent types, the applicant's telephone confirms and keeps the file."""

import re

import pytest
from playwright.sync_api import expect

from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.applications.states import State, TeamRole
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.workflow.models import Event
from tests.world import applications as world

pytestmark = pytest.mark.browser
PHONE = "+22890123456"


def last_code(kind: str) -> str:
    return re.search(r"\d{6}", Message.objects.filter(kind=kind, address=PHONE).latest("pk").secret).group()


def test_agent_and_applicant_with_two_phones(call, agent, phone):
    hers, his = phone(agent), phone()

    hers.goto("/portal/")
    hers.locator("main").get_by_role("link", name=re.compile("^Aider une personne")).first.click()
    hers.get_by_role("link", name=re.compile("^Aider une personne – ")).click()
    hers.get_by_label("Prénom et nom de la personne").fill("Abla Kossi")
    hers.get_by_label("Son numéro de téléphone").fill("90 12 34 56")
    hers.get_by_label(re.compile("La personne à mes côtés")).check()
    hers.get_by_role("button", name="Ouvrir le dossier").click()
    hers.wait_for_url("**/form/**")
    application = Application.objects.get()
    # The steps are those of every applicant, typed in their own test.
    drafting.save_answers(application, world.sample_answers(), by=agent, at=world.DRAFTED)
    world.add_documents(application, agent)

    hers.goto(f"/portal/assist/{application.ref}/")
    hers.get_by_role("button", name="Envoyer le code").click()
    code = last_code("applications/assisted_code")  # it is on the applicant's telephone: they read it aloud
    hers.get_by_label("Le code reçu sur son téléphone").fill(code)
    hers.get_by_role("button", name="Confirmer et envoyer").click()

    expect(hers.get_by_text("Écrivez ceci sur le papier de la personne")).to_be_visible()
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    lost = hers.goto(f"/portal/applications/{application.ref}/")
    assert lost is not None and lost.status == 404

    his.goto("/login/")
    his.locator("input[name=contact]").fill("90 12 34 56")
    his.locator("input[name=device][value=mine]").check()
    his.locator("main form button").first.click()
    his.wait_for_url("**/login/**")
    his.locator("input[name=code]").fill(last_code("accounts/sign_in_code"))
    his.locator("main form button").first.click()
    his.wait_for_url(re.compile(r"/(portal|account)/"))
    his.goto(f"/portal/applications/{application.ref}/")
    expect(his.locator("main")).to_contain_text(application.reference)

    person = User.objects.get(phone=PHONE)
    assert [(m.person, m.role) for m in application.team.all()] == [(person, TeamRole.LEAD)]
    opened, confirmed = (
        Event.objects.get(verb="assistance.open"),
        Event.objects.get(verb="assistance.confirm"),
    )
    assert (opened.actor, confirmed.actor, confirmed.data["agent"]) == (agent, person, agent.public_id)
