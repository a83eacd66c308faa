"""Row 7: an editor's day. Pictures are served, pages are submitted and approved, go live at their minute, are translated;
days are typed as people write them; addresses hold no accent; every form of the site's pages is saved unchanged.
"""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import translation
from PIL import Image
from time_machine import travel
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Workflow

from cms import publishing, tasks
from cms.editing.date_fields import DayField, MomentField
from cms.models import BasePage, StoryIndexPage, StoryPage
from cms.setup import EDITORS, PUBLISHERS, ensure_groups
from incubator.config.celery import app
from incubator.demo.calls import sample
from incubator.programmes.call_file.loading import load_call
from tests.faults.posting import sent
from tests.world.programmes import BEFORE

pytestmark = pytest.mark.usefixtures("site")
NOW = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _pictures(settings, tmp_path):
    """Pictures of a test stay with the test."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), (29, 90, 65)).save(file, "PNG")
    file.seek(0)
    file.name = "atelier.png"
    return file


def news(language: str = "fr") -> StoryIndexPage:
    return StoryIndexPage.objects.get(locale__language_code=language)


def add_story(client, **more) -> StoryPage:
    """Write a story and do what `more` says: the buttons of the page are fields."""
    page = f"/cms/pages/add/cms/storypage/{news().pk}/"
    data = sent(client.get(page).context["form"]) | {
        "title": "Une journée à l’atelier", "slug": "une-journee-a-l-atelier", "day": "05/12/2026", "lead": "Ouvert.",
    } | more  # fmt: skip
    answer = client.post(page, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return StoryPage.objects.get(slug=data["slug"])


# Wagtail leaves the temporary file of a picture it resizes to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_is_served_and_shown_on_the_page(editor, officer, client_for, client):
    answer = client_for(editor).post(
        "/cms/images/add/",
        {"title": "L’atelier", "file": picture(), "collection": Collection.get_first_root_node().pk},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cms/images/")
    image = get_image_model().objects.get()
    story = add_story(
        client_for(officer),
        **{
            "body-count": "1", "body-0-type": "image", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
            "body-0-value-image": str(image.pk), "body-0-value-alt_text": "L’atelier",
        },
        **{"action-publish": "1"},
    )  # fmt: skip

    shown = client.get(story.address)
    rendition = image.renditions.get()
    served = client.get(rendition.url)

    assert f'src="{rendition.url}"' in shown.content.decode()
    assert (served.status_code, served.headers["Content-Type"]) == (200, "image/webp")
    assert b"".join(served.streaming_content)[:4] == b"RIFF"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert served.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("path", ["images/none.png", "../pepiniere.sqlite3", "%2e%2e/settings.py", "images/"])
def test_nothing_else_is_served(client, path):
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_an_editor_submits_and_does_not_publish_and_an_officer_approves(editor, officer, client_for, client):
    writer = client_for(editor)
    story = add_story(writer, **{"action-publish": "1"})
    assert not StoryPage.objects.get().live, "an editor does not publish alone"
    form = writer.get(f"/cms/pages/{story.pk}/edit/").context["form"]
    assert writer.post(f"/cms/pages/{story.pk}/edit/", sent(form) | {"action-submit": "1"}).status_code == 302
    story.refresh_from_db()
    task = story.current_workflow_task_state
    approve = f"/cms/pages/workflow/action/{story.pk}/approve/{task.pk}/"

    # Wagtail's own refusal: the page is still not live.
    writer.post(approve)
    story.refresh_from_db()
    assert not story.live
    assert client.get(story.address).status_code == 404

    assert client_for(officer).post(approve).status_code in (200, 302)

    story.refresh_from_db()
    assert (story.live, client.get(story.address).status_code) == (True, 200)


def test_a_scheduled_page_goes_live_and_ends_at_its_minute(officer, client_for, client):
    with travel(NOW, tick=False):
        story = add_story(
            client_for(officer),
            go_live_at="4 février 2027 à 9 h 30", expire_at="06/02/2027 18:00", **{"action-publish": "1"},
        )  # fmt: skip
        assert client.get(story.address).status_code == 404
        assert tasks.publish_scheduled() == 0
    with travel(datetime(2027, 2, 4, 9, 31, tzinfo=UTC), tick=False):
        assert tasks.publish_scheduled() == 1
        assert client.get(story.address).status_code == 200
        assert tasks.publish_scheduled() == 0
    with travel(datetime(2027, 2, 6, 18, 1, tzinfo=UTC), tick=False):
        assert tasks.publish_scheduled() == 1
        assert client.get(story.address).status_code == 404


def test_the_minute_is_kept_by_the_regular_work():
    planned = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}

    assert planned["cms.tasks.publish_scheduled"] == 60.0


@pytest.mark.parametrize("role", ["editor", "officer", "director", "admin"])
def test_whoever_writes_also_translates(role, officer, client_for, request):
    story = add_story(client_for(officer), **{"action-publish": "1"})
    client = client_for(request.getfixturevalue(role))
    page = f"/cms/translation/submit/page/{story.pk}/"
    english = news("en").locale_id

    assert client.get(page).status_code == 200
    assert client.post(page, {"locales": [english], "include_subtree": ""}).status_code == 302

    made = StoryPage.objects.get(locale_id=english)
    assert (made.language, made.live, made.get_parent().pk) == ("en", False, news("en").pk)
    assert client.get(f"/cms/pages/{made.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    "typed", ["05/12/2026", "5/12/2026", "5 décembre 2026", "le 5 décembre 2026", "2026-12-05"]
)
def test_a_day_is_read_as_people_write_it_and_shown_back(typed, officer, client_for):
    client = client_for(officer)
    story = add_story(client, day=typed)

    assert story.day.isoformat() == "2026-12-05"
    assert 'value="05/12/2026"' in client.get(f"/cms/pages/{story.pk}/edit/").content.decode()


def test_a_day_that_cannot_be_read_is_said_with_what_was_typed(officer, client_for):
    client = client_for(officer)
    page = f"/cms/pages/add/cms/storypage/{news().pk}/"
    data = sent(client.get(page).context["form"]) | {
        "title": "Une journée",
        "slug": "une-journee",
        "lead": "Ouvert.",
    }

    answer = client.post(page, data | {"day": "31/02/2027"})

    assert answer.status_code == 200
    assert "31/02/2027" in answer.content.decode()
    assert answer.context["form"].errors["day"] == [
        "Ce jour n’existe pas dans le calendrier. Vérifiez le jour et le mois."
    ]
    assert StoryPage.objects.count() == 0


def test_days_and_instants_are_read_the_same_in_english(english_words):
    assert DayField().clean("05/12/2026").isoformat() == "2026-12-05"
    assert MomentField().clean("05/12/2026 14:30") == datetime(2026, 12, 5, 14, 30, tzinfo=UTC)


@pytest.fixture
def english_words():
    with translation.override("en"):
        yield


def test_an_address_holds_no_accent(officer, client_for):
    client = client_for(officer)
    page = f"/cms/pages/add/cms/storypage/{news().pk}/"
    data = sent(client.get(page).context["form"]) | {"title": "Été", "day": "05/12/2026", "lead": "Oui"}

    assert client.post(page, data | {"slug": "été-2026"}).status_code == 302
    assert StoryPage.objects.get().slug == "ete-2026"
    made = news().add_child(instance=StoryPage(title="Été à Lomé", day=NOW.date(), lead="Oui"))
    assert made.slug == "ete-a-lome"


def test_a_site_opened_before_the_groups_were_two_gets_them_at_the_next_entry(
    director, officer, editor, client_for
):
    groups = ensure_groups(Page.get_first_root_node())
    Workflow.objects.all().delete()
    groups[PUBLISHERS].delete()

    assert client_for(director).get("/cms/").status_code == 200
    assert client_for(editor).get("/cms/").status_code == 200

    assert [group.name for group in director.groups.all()] == [PUBLISHERS]
    assert [group.name for group in editor.groups.all()] == [EDITORS]
    codes = editor.groups.get().page_permissions.values_list("permission__codename", flat=True)
    assert sorted(codes) == ["add_page", "change_page"]


def test_every_page_of_the_site_opens_and_is_saved_unchanged(officer, editor, client_for):
    call = load_call(sample(), by=officer, at=BEFORE)
    publishing.ensure_pages(call)
    add_story(client_for(officer), **{"action-publish": "1"})
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    assert {type(page) for page in pages} == set(BasePage.__subclasses__())

    for person in (officer, editor):
        client = client_for(person)
        for page in pages:
            address = f"/cms/pages/{page.pk}/edit/"
            opened = client.get(address)
            assert opened.status_code == 200, address
            answer = client.post(address, sent(opened.context["form"]))
            assert answer.status_code == 302, (address, answer.context and answer.context["form"].errors)
            saved = page.get_latest_revision_as_object()
            fields = [
                field.name for field in page._meta.fields if field.name in opened.context["form"].fields
            ]
            assert {name: getattr(saved, name) for name in fields} == {
                name: getattr(page, name) for name in fields
            }
    cache.clear()


def test_an_address_taken_while_the_page_was_written_is_said_at_its_field(officer, client_for, monkeypatch):
    """Somebody saves a page of that address after the form was checked and before the page is written."""
    add_child = Page.add_child
    client = client_for(officer)
    page = f"/cms/pages/add/cms/storypage/{news().pk}/"
    data = sent(client.get(page).context["form"]) | {
        "title": "Une journée", "slug": "une-journee", "day": "05/12/2026", "lead": "Ouvert.",
    }  # fmt: skip

    def overtaken(parent, **kwargs):
        rival = StoryPage(title="La première", slug="une-journee", day=NOW.date(), lead="Oui")
        add_child(parent, instance=rival)
        return add_child(parent, **kwargs)

    monkeypatch.setattr(Page, "add_child", overtaken)
    answer = client.post(page, data)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["slug"])
    assert answer.context["form"]["title"].value() == "Une journée"
    assert StoryPage.objects.count() == 0  # the rival went back with the same transaction


def test_a_page_does_not_save_itself_before_it_exists(officer, client_for):
    client = client_for(officer)
    story = add_story(client)

    assert (
        "autosave-interval" not in client.get(f"/cms/pages/add/cms/storypage/{news().pk}/").content.decode()
    )
    assert "autosave-interval" in client.get(f"/cms/pages/{story.pk}/edit/").content.decode()
