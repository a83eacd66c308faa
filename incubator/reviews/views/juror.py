"""The juror's pages: the list, the links, one file with its grid, the own scores."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incubator.applications.models import Note
from incubator.conflicts.forms import LinkForm
from incubator.files import serving
from incubator.reviews import links, progress, reading, scoring
from incubator.reviews.models import Assignment, Round
from incubator.reviews.states import AssignmentState, Recommendation
from incubator.workflow import sensitivity
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused
from incubator.workflow.versioned import Version, version_of
from incubator.workflow.versions import Read, fingerprint

CLOSED = gettext_lazy(
    "You have declared a link with this team. This file is now closed to you; the centre is giving it to someone else."
    " Thank you for saying so."
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"lists": progress.own_lists(request.user), "at": request.received_at}
    return render(request, "reviews/home.html", context)


def _round(request: HttpRequest, public_id: str) -> Round:
    mine = Round.objects.of_juror(request.user).select_related("call")
    return get_object_or_404(mine, public_id=public_id)


def _file(request: HttpRequest, round_: Round, number: int) -> Assignment:
    """Return the juror's own file; a link, a withdrawal or somebody else's list make it a 404."""
    mine = (
        Assignment.objects.readable_by(request.user)
        .filter(round=round_)
        .exclude(state=AssignmentState.ABSTAINED)
    )
    given = get_object_or_404(mine.select_related("application__call", "round__call", "juror"), number=number)
    sensitivity.about(given.application)
    return given


def _before_files(request: HttpRequest, round_: Round) -> HttpResponse | None:
    """Before any file: the round is open and the links are declared."""
    if request.received_at < round_.opens_at:
        return redirect("reviews:files")
    if not links.has_declared(round_, request.user):
        return redirect("reviews:links", round_.public_id)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def links_page(request: HttpRequest, round_id: str) -> HttpResponse:
    round_ = _round(request, round_id)
    files = links.files_to_go_through(round_)
    teams = sorted({(f.startup.name, f.startup.public_id) for f in files}, key=lambda t: t[0].casefold())
    people = links.people(files)
    ticked = set(request.POST.getlist("team")) | set(request.POST.getlist("person"))
    form = LinkForm(request.POST if ticked else None)
    if request.method == "POST" and (not ticked or form.is_valid()):
        chosen = {f.startup for f in files if {f.startup.public_id, f.public_id} & ticked}
        words = form.cleaned_data if ticked else {}
        links.declare_all(round_, request.user, chosen, by=request.user, at=request.received_at, **words)
        messages.success(request, CLOSED if chosen else _("Noted: no link. You can open your files."))
        return redirect("reviews:files")
    context = {
        "round": round_, "teams": teams, "people": people, "ticked": ticked, "form": form,
        "declared": links.has_declared(round_, request.user),
    }  # fmt: skip
    return render(request, "reviews/links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    round_ = _round(request, round_id)
    given = _file(request, round_, number)
    wait = _before_files(request, round_)
    if wait is not None:
        return wait
    tried = Attempt(shown=Refused)
    if request.method == "POST":
        with tried:
            return _do(request, given)
    refusal = tried.refusal
    # What is shown is what stands in the rows, then what was typed: where it was not saved.
    given.refresh_from_db()
    is_kept = refusal is None or refusal.code == "incomplete" or request.POST.get("do") == "abstain"
    return _page(request, given, refusal, None if is_kept else request.POST)


def _do(request: HttpRequest, given: Assignment) -> HttpResponse:
    """Save what was typed, then do what the button says."""
    act, who = request.POST.get("do", "save"), {"by": request.user, "at": request.received_at}
    if act == "reopen":
        scoring.reopen(given, **who)
        _save(request, given)
        return redirect("reviews:file", given.round.public_id, given.number)
    if act == "abstain":
        scoring.abstain(given, reason=request.POST.get("reason", ""), **who)
        messages.success(request, _("You abstained on this file: it counts for nothing in the ranking."))
        return _next(request, given)
    _save(request, given)
    if act == "submit":
        scoring.submit(given, **who)
        messages.success(request, _("Scores confirmed. You can change them until the round closes."))
        return _next(request, given)
    if act == "later":
        scoring.keep_for_later(given, **who)
        messages.success(request, _("Kept for later, with what you typed."))
        return _next(request, given)
    messages.success(request, _("Saved."))
    return redirect("reviews:file", given.round.public_id, given.number)


def _next(request: HttpRequest, given: Assignment) -> HttpResponse:
    following = progress.next_file(given.round, request.user, given.number)
    if following is None:
        return redirect("reviews:files")
    return redirect("reviews:file", given.round.public_id, following.number)


def _save(request: HttpRequest, given: Assignment) -> None:
    """Save everything that the page draws, whatever button was pressed."""
    stands = scoring.standing(given)
    scores = {asked: _typed(request.POST, asked.slug, stands) for asked in given.round.call.criteria.all()}
    words = {name: request.POST.get(name, stands[name]) for name in scoring.WORDS}
    if _differs(scoring.flat(scores) | words, stands):
        scoring.save(
            given, scores, words=words, read=Read.of(request.POST), by=request.user, at=request.received_at
        )


def _differs(typed: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
    return any(fingerprint(value) != fingerprint(stands.get(name)) for name, value in typed.items())


def _typed(posted: Mapping[str, Any], slug: str, stands: Mapping[str, Any]) -> tuple[int | None, str]:
    """Return a score and its comment as posted; what a page did not post is as it stands."""
    score, comment = f"score-{slug}", f"comment-{slug}"
    value = posted.get(score)
    if value is not None:
        chosen = int(value) if value.isdecimal() and len(value) < 4 else None
    else:
        chosen = stands.get(score)
    return chosen, posted.get(comment, stands.get(comment) or "").strip()


def _page(
    request: HttpRequest, given: Assignment, refusal: Refused | None, typed: QueryDict | None
) -> HttpResponse:
    round_, call = given.round, given.round.call
    seen = reading.read(round_, given.application)
    stands = scoring.standing(given)
    words = {int(label["value"]): label for label in call.score_scale.get("labels", [])}
    wrong = refusal.data if refusal is not None and refusal.code == "incomplete" else {}
    rows = [_row(typed or {}, asked, stands, wrong, call, words) for asked in seen.grid]
    weighted = [(row["criterion"].weight, row["value"]) for row in rows if row["value"] is not None]
    is_open = round_.opens_at <= request.received_at < round_.closes_at
    context = {
        "given": given,
        "round": round_,
        "reading": seen,
        "notes": Note.objects.for_the_jury(given.application),
        "rows": rows,
        "refusal": refusal,
        "total": scoring.total(call, weighted) if weighted else None,
        "is_partial": len(weighted) < len(rows),
        "count": Assignment.objects.filter(round=round_, juror=request.user).count(),
        "is_open": is_open,
        "editable": is_open and given.state == AssignmentState.ASSIGNED,
        "is_typed": typed is not None,
        "version": _version(stands, typed, refusal, rows),
        "recommendations": Recommendation.choices,
        "recommendation": (typed or stands).get("recommendation", ""),
        "comment": (typed or stands).get("comment", ""),
        "reason": request.POST.get("reason", ""),
    }
    request.reference = given.application.reference
    return render(request, "reviews/file.html", context)


def _version(
    stands: dict[str, Any], typed: QueryDict | None, refusal: Refused | None, rows: list[dict[str, Any]]
) -> Version:
    held = {"recommendation": "", "comment": ""}
    labels = {"recommendation": _("Your recommendation"), "comment": _("For the committee")}
    for row in rows:
        slug, title = row["criterion"].slug, str(row["criterion"].title)
        held |= {f"score-{slug}": None, f"comment-{slug}": ""}
        labels |= {f"score-{slug}": title, f"comment-{slug}": f"{title} – {_('Comment')}"}
    words = {"recommendation": lambda code: str(dict(Recommendation.choices).get(code, ""))}
    return version_of(held | stands, typed, refusal, labels, words)


def _row(
    typed: Mapping[str, Any],
    asked: reading.Asked,
    stands: dict[str, Any],
    wrong: dict[str, str],
    call: Any,
    words: dict[int, Any],
) -> dict[str, Any]:
    value, comment = _typed(typed, asked.criterion.slug, stands)
    steps = [(n, scoring.word(words.get(n)), n == value) for n in scoring.values(call)]
    return {
        "criterion": asked.criterion,
        "shown": asked.shown,
        "value": value,
        "comment": comment,
        "steps": steps,
        "word": scoring.word(words.get(value)) if value is not None else "",
        "error": wrong.get(asked.criterion.slug, ""),
    }


@require_safe
def document(request: HttpRequest, round_id: str, number: int, slug: str) -> HttpResponseBase:
    round_ = _round(request, round_id)
    given = _file(request, round_, number)
    if request.received_at < round_.opens_at or not links.has_declared(round_, request.user):
        raise Http404
    stored = reading.document(round_, given.application, slug)
    if stored is None:
        raise Http404
    return serving.neutral_response(stored) if round_.is_blind else serving.response(request, stored)


@require_http_methods(["GET", "HEAD", "POST"])
def report_link(request: HttpRequest, round_id: str, number: int) -> HttpResponse:
    round_ = _round(request, round_id)
    given = _file(request, round_, number)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        links.report(given, by=request.user, at=request.received_at, **form.cleaned_data)
        messages.success(request, CLOSED)
        return redirect("reviews:files")
    return render(request, "reviews/report_link.html", {"given": given, "round": round_, "form": form})


@require_safe
def scores(request: HttpRequest, round_id: str = "") -> HttpResponse:
    """The own scores side by side, to keep one's scale even; without a round, the latest one."""
    if round_id:
        round_: Round | None = _round(request, round_id)
    else:
        round_ = Round.objects.of_juror(request.user).select_related("call").order_by("-opens_at").first()
    criteria = list(round_.call.criteria.all()) if round_ else []
    mine = Assignment.objects.readable_by(request.user).in_hand().filter(round=round_)
    rows = []
    for given in mine.select_related("application").prefetch_related("scores").order_by("number"):
        by_criterion = {score.criterion_id: score.value for score in given.scores.all()}
        rows.append((given, [by_criterion.get(criterion.pk) for criterion in criteria]))
    return render(request, "reviews/scores.html", {"round": round_, "criteria": criteria, "rows": rows})
