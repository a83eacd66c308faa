"""Kind: a whole page is written back over what changed meanwhile; an address taken since. The pages of the site, in the CMS."""

from datetime import UTC, datetime

import pytest
from time_machine import travel

from cms import tasks
from cms.editing.page_forms import SitePageForm
from cms.models import StoryPage
from incubator.notifications.models import Message
from tests.faults.posting import sent
from tests.faults.test_row_07_editors_day import NOW, add_story, news

pytestmark = pytest.mark.usefixtures("site")
PUBLISH, SUBMIT = {"action-publish": "1"}, {"action-submit": "1"}
TAKEN = "est déjà utilisé"


class Tab:
    """The page of one editor, as it was opened."""

    def __init__(self, client, page: StoryPage) -> None:
        self.client, self.url = client, f"/cms/pages/{page.pk}/edit/"
        self.read(client.get(self.url))

    def read(self, answer) -> None:
        self.context = answer.context
        self.fields = sent(answer.context["form"]) | {
            "loaded_revision_id": str(answer.context["page"].latest_revision_id),
            "loaded_revision_created_at": answer.context["loaded_revision_created_at"],
        }

    def press(self, **typed):
        answer = self.client.post(self.url, self.fields | typed)
        if answer.context and "form" in answer.context:
            self.read(answer)
        return answer


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def latest(page: StoryPage) -> StoryPage:
    return StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def block(text: str) -> dict[str, str]:
    own = {"type": "text", "order": "0", "deleted": "", "id": "", "value": text}
    return {"body-count": "1", **{f"body-0-{name}": value for name, value in own.items()}}


@pytest.fixture
def story(officer, client_for) -> StoryPage:
    return add_story(client_for(officer), slug="deux", title="Deux", **PUBLISH)


@pytest.fixture
def tabs(story, officer, editor, client_for) -> tuple[Tab, Tab]:
    """Two people with the same page open."""
    return Tab(client_for(officer), story), Tab(client_for(editor), story)


def test_what_each_changed_elsewhere_is_kept(story, tabs):
    mine, other = tabs
    assert other.press(lead="Écrit par l’éditeur.").status_code == 302

    assert mine.press(title="Titre de l’agent").status_code == 302

    kept = latest(story)
    assert (kept.title, kept.lead) == ("Titre de l’agent", "Écrit par l’éditeur.")


@pytest.mark.parametrize("more", [{}, PUBLISH])
def test_two_texts_in_one_field_are_both_shown_and_nothing_is_written(story, tabs, editor, more):
    mine, other = tabs
    other.press(title="Titre de l’éditeur", day="06/12/2026")

    answer = mine.press(title="Titre de l’agent", lead="Un chapeau.", **more)

    assert answer.status_code == 409
    assert "Titre de l’éditeur" in told(answer)
    assert str(editor) in told(answer)
    shown = answer.context["form"]
    assert (shown["title"].value(), shown["lead"].value(), str(shown["day"].value())) == (
        "Titre de l’agent", "Un chapeau.", "2026-12-06",
    )  # fmt: skip
    assert latest(story).title == "Titre de l’éditeur"

    assert mine.press(**more).status_code == 302
    kept = latest(story)
    assert (kept.title, kept.lead, kept.day.isoformat()) == ("Titre de l’agent", "Un chapeau.", "2026-12-06")


def test_the_same_change_twice_is_no_quarrel(story, tabs):
    mine, other = tabs
    other.press(title="Le bon titre")

    assert mine.press(title="Le bon titre").status_code == 302
    assert latest(story).title == "Le bon titre"


def test_somebody_who_read_the_latest_version_saves_as_ever(story, tabs):
    mine, _other = tabs
    assert mine.press(title="Un").status_code == 302
    assert Tab(mine.client, story).press(title="Deux").status_code == 302
    assert latest(story).title == "Deux"


# -- addresses ----------------------------------------------------------------------------------------------------


def rival(client, slug: str = "trois") -> StoryPage:
    return add_story(client, slug=slug, title="La première", **PUBLISH)


@pytest.mark.parametrize("more", [{}, PUBLISH, SUBMIT])
def test_an_address_that_is_taken_is_said_when_a_page_is_changed(story, officer, client_for, more):
    client = client_for(officer)
    tab = Tab(client, story)
    rival(client)

    answer = tab.press(slug="trois", lead="Gardé.", **more)

    assert TAKEN in str(answer.context["form"].errors["slug"])
    assert answer.context["form"]["lead"].value() == "Gardé."


@pytest.mark.parametrize("more", [{}, PUBLISH])
def test_an_address_taken_between_the_check_and_the_writing_too(
    story, officer, client_for, monkeypatch, more
):
    is_valid = SitePageForm.is_valid

    def overtaken(form):
        checked = is_valid(form)
        news().add_child(instance=StoryPage(title="Une autre", slug="trois", day=NOW.date(), lead="Oui"))
        return checked

    tab = Tab(client_for(officer), story)
    monkeypatch.setattr(SitePageForm, "is_valid", overtaken)
    answer = tab.press(slug="trois", lead="Gardé.", **more)

    # A draft of a page that is live may hold any address: it is checked again when it is published.
    if answer.status_code != 302:
        assert TAKEN in str(answer.context["form"].errors["slug"])
        assert answer.context["form"]["lead"].value() == "Gardé."
    else:
        assert more == {}


def test_an_address_taken_before_the_approval_is_said_to_whoever_approves(story, officer, editor, client_for):
    client = client_for(officer)
    assert Tab(client_for(editor), story).press(slug="trois", **SUBMIT).status_code == 302
    rival(client)
    story.refresh_from_db()
    approve = f"/cms/pages/workflow/action/{story.pk}/approve/{story.current_workflow_task_state.pk}/"

    answer = client.post(approve, follow=True)

    assert answer.status_code == 200
    assert TAKEN in told(answer)
    story.refresh_from_db()
    assert (story.slug, story.workflow_in_progress) == ("deux", True)


def test_a_planned_page_whose_address_was_taken_stops_no_other(story, officer, client_for):
    with travel(NOW, tick=False):
        client = client_for(officer)
        later = {"go_live_at": "04/02/2027 09:30", **PUBLISH}
        assert Tab(client, story).press(slug="trois", **later).status_code == 302
        other = add_story(client, slug="quatre", title="Quatre", **later)
        rival(client)
    with travel(datetime(2027, 2, 4, 9, 31, tzinfo=UTC), tick=False):
        assert tasks.publish_scheduled() == 1
        assert tasks.publish_scheduled() == 0

    other.refresh_from_db()
    story.refresh_from_db()
    assert (other.live, story.slug) == (True, "deux")
    letter = Message.objects.get(kind="cms/page_not_live")
    assert letter.recipient == officer
    assert TAKEN in letter.text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"new_slug": "deux"}, "new_slug"),
        ({"new_slug": "trois", "new_parent_page": "999999"}, "new_parent_page"),
        ({"new_slug": "trois", "new_parent_page": ""}, "new_parent_page"),
        ({"new_slug": "trois", "new_parent_page": "x"}, "new_parent_page"),
    ],
)
def test_a_copy_says_what_is_wrong_at_its_field(story, officer, client_for, typed, wrong):
    client, page = client_for(officer), f"/cms/pages/{story.pk}/copy/"
    data = sent(client.get(page).context["form"]) | {"new_title": "Une copie"}

    answer = client.post(page, data | typed)

    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"]["new_title"].value() == "Une copie"


def test_a_page_is_not_moved_where_its_address_is_taken(story, officer, client_for):
    client = client_for(officer)
    home = news().get_parent()
    home.add_child(instance=StoryPage(title="Ailleurs", slug="deux", day=NOW.date(), lead="Oui"))

    answer = client.post(f"/cms/pages/{story.pk}/move/{home.pk}/confirm/", follow=True)

    assert answer.status_code == 200
    assert TAKEN in told(answer)
    story.refresh_from_db()
    assert story.get_parent().pk == news().pk
