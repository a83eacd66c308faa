"""The steps of the form: shown, saved as a whole, saved field by field, and two answers to choose from."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts.session_recovery import gives_back_itself, take
from incubator.applications.filling import answers, documents, presenting, saving, step_forms
from incubator.applications.filling.answer_set import RECORD, Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.saving import Saved
from incubator.applications.filling.views import on_their_way
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.core.bilingual import current_language, pick_pair
from incubator.files import several
from incubator.files.models import StoredFile
from incubator.forms.definition import COMMUNES, Field, Step
from incubator.forms.rendering import bind
from incubator.forms.types import ERROR, display
from incubator.programmes.facts import commune_groups, facts_for
from incubator.ui import marks, typography
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused

LEAVE, STAY, BACK = "leave", "stay", "back"


@gives_back_itself
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    here = _step(application, step)
    if request.method == "POST":
        return _save(request, application, here, request.POST)
    if application.state == State.RETURNED:
        return redirect("applications:corrections", ref=ref)
    if not presenting.is_writable(request, application):
        return redirect("applications:review", ref=ref)
    if (kept := take(request)) is not None:
        messages.success(request, _("What you had typed before signing in again is here."))
        return _save(request, application, here, kept, then=STAY)
    contents = Contents.read(application)
    if here.key not in presenting.keys_shown(contents):
        return redirect(_next(application, here, ""))
    return _page(request, contents, here)


@require_POST
def field(request: HttpRequest, ref: str, step: str, key: str) -> JsonResponse:
    application = presenting.fetch(request, ref)
    definition, here = definition_of(application.form_version), _step(application, step)
    if key not in {each.key for each in here.fields}:
        raise Http404
    posted = step_forms.read(application, definition, here, request.POST, {key})
    with Attempt(shown=Refused) as tried:
        result = saving.save_answers(
            application, posted.raw, by=request.user, at=request.received_at, versions=posted.versions
        )
        return JsonResponse(_told(request, result, posted, application))
    return JsonResponse({"saved": False, "sentence": str(tried.refusal)}, status=tried.refusal.status)


@require_POST
def choose(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    definition, here = definition_of(application.form_version), _step(application, step)
    posted = step_forms.read_choices(definition, here, request.POST)
    result = saving.save_answers(
        application, posted.raw, by=request.user, at=request.received_at, versions=posted.versions
    )
    if result.conflicts:
        return _conflicts(request, application, here, result, "")
    messages.success(request, _saved_sentence(request))
    return redirect(presenting.step_address(application, here.key))


def _step(application: Application, key: str) -> Step:
    try:
        return definition_of(application.form_version).step(key)
    except KeyError as error:
        raise Http404 from error


def _save(
    request: HttpRequest, application: Application, here: Step, post: QueryDict, then: str = ""
) -> HttpResponse:
    definition, then = definition_of(application.form_version), then or post.get("then", "")
    posted = step_forms.read(application, definition, here, post)
    with Attempt(shown=Refused) as tried:
        result = saving.save_answers(
            application, posted.raw, by=request.user, at=request.received_at, versions=posted.versions
        )
        _attach(request, application, here)
    if tried.refusal:
        return _page(request, Contents.read(application), here, posted.raw, tried.refusal)
    if result.conflicts:
        return _conflicts(request, application, here, result, then)
    wrong = {issue.key for issue in result.issues if issue.level == ERROR}
    _say(request, len(wrong), here)
    if post.get("remove") or on_their_way.is_pressed(request):
        then = STAY
    return redirect(_next(application, here, then))


def _attach(request: HttpRequest, application: Application, here: Step) -> None:
    """Take away the file that was pressed for, then keep those posted with the step's own file questions."""
    if gone := request.POST.get("remove"):
        file = StoredFile.objects.of(RECORD, application.pk).filter(public_id=gone).first()
        if file is not None:
            documents.detach(application, file, by=request.user, at=request.received_at)
    asked = [each.key for each in here.fields if each.type == "file"]
    several.go_through(
        [
            partial(on_their_way.act, request, application),
            *[partial(_attach_to, request, application, key) for key in asked],
        ],
        [told for key in asked for told in request.POST.getlist(f"{key}:refused")],
    )


def _attach_to(request: HttpRequest, application: Application, key: str) -> None:
    uploads, arrived = request.FILES.getlist(key), request.POST.getlist(f"{key}:arrived")
    if uploads or arrived:
        documents.attach(application, key, uploads, by=request.user, at=request.received_at, arrived=arrived)


def _say(request: HttpRequest, wrong: int, here: Step) -> None:
    if not wrong:
        messages.success(request, _saved_sentence(request))
        return
    told = ngettext(
        'Saved. In "%(step)s", %(count)s answer is to correct before sending.',
        'Saved. In "%(step)s", %(count)s answers are to correct before sending.',
        wrong,
    )
    messages.warning(request, typography.nbsp(told % {"step": pick_pair(here.title), "count": wrong}))


def _saved_sentence(request: HttpRequest) -> str:
    told = _("Saved at %(time)s. You can close this page and resume later, here or on another device.")
    return told % {"time": typography.clock_time(request.received_at)}


def _next(application: Application, here: Step, then: str) -> str:
    """Return where to go after saving: on, back, out, or here again."""
    if then == LEAVE:
        return presenting.file_address(application)
    keys = presenting.keys_of(definition_of(application.form_version))
    shown, place = _shown(application, keys), keys.index(here.key)
    if then == BACK:
        found = [key for key in keys[:place] if key in shown][-1:]
    else:
        found = [here.key] if then == STAY else [key for key in keys[place + 1 :] if key in shown][:1]
    return presenting.step_address(application, found[0] if found else here.key)


def _shown(application: Application, keys: list[str]) -> list[str]:
    """Return the steps to go through; the answers are read only where a step depends on them."""
    if not any(step.shown_when for step in definition_of(application.form_version).steps):
        return keys
    return presenting.keys_shown(Contents.read(application))


def _page(
    request: HttpRequest,
    contents: Contents,
    here: Step,
    raw: dict[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    application, definition, present = contents.application, contents.definition, contents.answers
    if raw:
        contents.answers = step_forms.typed_over(present, application, definition, raw)
    bound = bind(
        definition,
        here,
        contents.answers,
        contents.issues(here.key),
        current_language(),
        facts=contents.facts,
        closing_on=contents.closing_on,
        communes=commune_groups() if any(_asks_communes(each) for each in here.fields) else (),
        autocomplete=not presenting.keeps_nothing(request, application),
    )
    contents.answers = present
    keys = presenting.keys_shown(contents)
    context = {
        "application": application,
        "name": presenting.name_of(contents),
        "step": here,
        "title": pick_pair(here.title),
        "fields": step_forms.with_tokens(presenting.with_sources(bound, contents), contents),
        "marks": marks.but_optional([each.required for each in bound if each.shown]),
        "wrong": [each for each in bound if each.error],
        "steps": presenting.steps(contents, contents.missing()),
        "number": keys.index(here.key) + 1 if here.key in keys else 1,
        "has_rows": any(each.widget in ("repeat", "lists") for each in bound),
        "files": _files(request, contents, here),
        "prefilled": any(each.source for each in bound),
        "refusal": refusal,
        "minutes": max(5, 3 * len(here.fields)),
        "last_saved": contents.last_saved(),
    }
    return render(
        request, "applications/filling/step.html", context, status=refusal.status if refusal else 200
    )


def _files(request: HttpRequest, contents: Contents, here: Step) -> list[tuple[Field, list, str, list]]:
    """Return the step's questions for files, each with its files, its words and what stopped on its way."""
    asked = [each for each in here.fields if each.type == "file"]
    on_way = on_their_way.stopped(request, contents.application) if asked else []
    return [
        (
            each,
            contents.files.get(each.key, []),
            pick_pair(each.label),
            [one for one in on_way if one.purpose == each.key],
        )
        for each in asked
    ]


def _asks_communes(each: Any) -> bool:
    columns = getattr(each, "columns", ())
    return (
        each.type == "commune" or each.source == COMMUNES or any(_asks_communes(column) for column in columns)
    )


def _conflicts(
    request: HttpRequest, application: Application, here: Step, result: Saved, then: str
) -> HttpResponse:
    definition = definition_of(application.form_version)
    facts, language = facts_for(application.call), current_language()
    pairs = []
    for conflict in result.conflicts:
        each = definition.fields_by_key[conflict.key]
        pairs.append(
            {
                "key": conflict.key,
                "label": pick_pair(each.label),
                "mine": display(each, conflict.mine, language, facts),
                "mine_value": answers.canonical(conflict.mine),
                "theirs": display(each, conflict.theirs, language, facts),
                "by": conflict.saved_by,
                "at": conflict.saved_at,
                "token": step_forms.token(conflict.version, conflict.theirs),
                "token_name": step_forms.token_name(conflict.key),
            }
        )
    context = {
        "application": application,
        "step": here,
        "pairs": pairs,
        "kept": len(result.saved),
        "then": then,
    }
    return render(request, "applications/filling/conflict.html", context, status=409)


def _told(
    request: HttpRequest, result: Saved, posted: step_forms.Posted, application: Application
) -> dict[str, Any]:
    """Return what the script of the page reads after saving one field."""
    definition = definition_of(application.form_version)
    body: dict[str, Any] = {
        "saved": not result.conflicts,
        "version": None,
        "at": request.received_at.isoformat(),
        "sentence": _saved_sentence(request),
        "issues": [
            {"level": issue.level, "sentence": typography.nbsp(issue.sentence)} for issue in result.issues
        ],
        "conflict": None,
    }
    typed = saving.read_raw(application, definition, posted.raw)
    for key, version in result.saved.items():
        body["version"] = step_forms.token(version, typed[key])
    for conflict in result.conflicts:
        each, facts = definition.fields_by_key[conflict.key], facts_for(application.call)
        body["sentence"] = _(
            "Somebody else has answered this question meanwhile. Save the step to choose an answer."
        )
        body["conflict"] = {
            "mine": display(each, conflict.mine, current_language(), facts),
            "theirs": display(each, conflict.theirs, current_language(), facts),
            "by": str(conflict.saved_by or ""),
            "at": conflict.saved_at.isoformat(),
            "token": step_forms.token(conflict.version, conflict.theirs),
        }
    return body
