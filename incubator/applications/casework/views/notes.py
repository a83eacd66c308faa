"""Comments, tasks and tags of one file, as the office writes them."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incubator.applications.casework import notes, screening, tagging
from incubator.applications.casework.desk import DESK, fetch
from incubator.applications.casework.forms import ChangeForm, CommentForm, TagsForm, TaskForm
from incubator.applications.casework.views.file import form_page, page
from incubator.applications.models import Note, Tag
from incubator.core import clock
from incubator.workflow.doors import Act, ActView, desk_required

PER_PAGE = 50


def _note(request: HttpRequest, public_id: str) -> Note:
    """Return a note of a file that this person may read at the desk; 404 otherwise."""
    found = Note.objects.at_the_desk_of(request.user).select_related("application__call")
    return get_object_or_404(found, public_id=public_id)


comment = ActView.as_view(
    roles=DESK,
    fetch=fetch,
    page=lambda request, application, _name, form: page(request, application, status=422, comment_form=form),
    acts={"comment": Act(notes.comment, gettext_lazy("Comment written."), form=CommentForm)},
    success_url=lambda application: reverse("applications:desk_file", args=[application.public_id]),
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    note = _note(request, public_id)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"text": note.text})
    work = partial(notes.change, note, by=request.user, at=request.received_at, read=form.read)
    return form_page(request, note.application, form, work, _("Change the comment"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def give_task(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    people = screening.followers(application, request.received_at)
    form = TaskForm(
        request.POST if request.method == "POST" else None, people=people, initial={"to": request.user}
    )
    work = partial(notes.give_task, application, by=request.user, at=request.received_at)
    return form_page(request, application, form, work, _("Give a task"), _("Task given."))


act = ActView.as_view(
    roles=DESK,
    fetch=_note,
    acts={
        "strike": Act(
            notes.strike, gettext_lazy("Struck out. The office still reads it, barred; nobody else does.")
        ),
        "finish": Act(notes.finish_task),
    },
    success_url=lambda note: reverse("applications:desk_file", args=[note.application.public_id]),
)


@require_safe
@desk_required(*DESK)
def tasks(request: HttpRequest) -> HttpResponse:
    """What the person has to do on files, the most urgent first."""
    rows = Note.objects.tasks_of(request.user).select_related("author", "application__startup")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "today": clock.local_day(request.received_at),
    }
    return render(request, "applications/casework/own_tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def tags(request: HttpRequest, ref: str) -> HttpResponse:
    """The tags of the file's programme, those of the file ticked; a new one may be made here."""
    application = fetch(request, ref)
    known = Tag.objects.filter(programme=application.call.programme_id)
    form = TagsForm(
        request.POST if request.method == "POST" else None,
        tags=known,
        initial={"tags": application.tags.all()},
    )
    work = partial(tagging.put, application, by=request.user, at=request.received_at, read=form.read)
    return form_page(request, application, form, work, _("Choose the tags"))
