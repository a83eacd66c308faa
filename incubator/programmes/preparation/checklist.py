"""The cards of a call in preparation: what each holds, what it still needs, and what deserves a look."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from incubator.forms.condition_values import form_value_problems
from incubator.forms.definition import Definition
from incubator.forms.eligibility import rule_problems
from incubator.forms.problems import problems
from incubator.programmes import deciding_rules, facts, stale_words
from incubator.programmes.models import CalendarEntry, Call
from incubator.programmes.rule_reach import Reach, unseen
from incubator.programmes.rules import rules_of
from incubator.programmes.states import DocumentMoment, EntryKind, RuleKind
from incubator.ui import typography


@dataclass(frozen=True)
class Item:
    """One card: its name, what it holds in a few words, the sentences that say what is missing or cannot be, and those
    that only deserve a look.
    """

    key: str
    title: str
    summary: str
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not self.missing

    @property
    def state(self) -> str:
        """The word of the checklist component."""
        return "done" if self.is_done else "missing"


def checklist(call: Call, at: datetime) -> list[Item]:
    """Return the cards in their order, each checked as the call stands at that instant.

    Dates and places, text, form, rules, grid, selection and award, letters, documents.
    """
    form = call.form_version.form if call.form_version else None
    return [
        _dates(call),
        _text(call),
        _form(call),
        _rules(call, form),
        _grid(call, form),
        _deciding(call, at),
        _letters(call),
        _documents(call),
    ]


def _kept(*checks: tuple[bool, str]) -> list[str]:
    return [sentence for wrong, sentence in checks if wrong]


def _dates(call: Call) -> Item:
    entries = list(call.calendar.all())
    kinds = [entry.kind for entry in entries]
    missing = _kept(
        (call.closes_at <= call.opens_at, _("The closing comes after the opening.")),
        (
            call.is_rolling and call.several_windows,
            _("A call without a closing date has no windows: remove them, or give it its closing."),
        ),
        (
            call.earlier_id is not None and not call.by_invitation,
            _("A second stage is for invited teams: say so on its dates."),
        ),
        (call.places < 1, _("Say how many places there are.")),
        ("start" not in kinds, _("Add the start of the cohort to the calendar.")),
        ("publish" not in kinds, _("Add the day of the results to the calendar.")),
    ) + _calendar(call, entries)
    summary = ngettext("%(count)s place", "%(count)s places", call.places) % {"count": call.places}
    return Item("dates", _("Dates and places"), summary, missing)


def _calendar(call: Call, entries: list[CalendarEntry]) -> list[str]:
    """Dates of the calendar that contradict themselves, the call, or one another."""
    found = []
    for entry in entries:
        words = {"title": entry.title.plain}
        own = {EntryKind.OPEN: call.opens_at, EntryKind.CLOSE: call.closes_at}.get(entry.kind)
        if entry.kind not in EntryKind:
            found.append(_('Choose the kind of the date "%(title)s".') % words)
        if entry.ends_at and entry.ends_at < entry.starts_at:
            found.append(_('The date "%(title)s" ends before it starts.') % words)
        if own and entry.starts_at != own:
            told = _('The calendar says "%(title)s" on %(day)s, and the dates of the call say %(own)s.')
            shown = {"day": typography.moment(entry.starts_at), "own": typography.moment(own)}
            found.append(told % (words | shown))
        early = entry.kind in (EntryKind.START, EntryKind.PUBLISH, EntryKind.DECISION)
        if early and not call.is_rolling and (entry.ends_at or entry.starts_at) < call.closes_at:
            found.append(_('"%(title)s" stands before the closing of the call.') % words)
    return found


def _text(call: Call) -> Item:
    missing = _kept(
        (not call.title_fr.strip(), _("Write the title in French.")),
        (not call.summary_fr.strip(), _("Write the summary in French.")),
        (not call.sections, _("Write at least one section: what the call offers.")),
        (
            not (call.contact.get("email") or call.contact.get("phone")),
            _("Give an e-mail address or a telephone."),
        ),
    )
    count = len(call.sections)
    summary = ngettext("%(count)s section", "%(count)s sections", count) % {"count": count}
    if not call.title_en or not call.summary_en:
        summary = _("%(sections)s; the English text is not complete") % {"sections": summary}
    return Item("text", _("Text"), summary, missing, stale_words.notes(call))


def _form(call: Call) -> Item:
    title = _("Form")
    if call.form_version is None:
        return Item("form", title, _("No form yet"), [_("Publish a first version of the form.")])
    definition = call.form_version.definition
    count = len(list(call.form_version.form.fields()))
    summary = _("Version %(number)s, %(count)s questions") % {
        "number": call.form_version.number,
        "count": count,
    }
    wrong = [problem.message for problem in problems(definition)]
    if not wrong:
        form = call.form_version.form
        wrong = [problem.message for problem in form_value_problems(form, facts.places())]
        wrong = wrong or unseen(form, facts.closing_on(call))
    return Item("form", title, summary, wrong, stale_words.form_notes(call, call.form_version.form))


def _rules(call: Call, form: Definition | None) -> Item:
    rules, notes = rules_of(call), []
    blocking = sum(rule["kind"] == RuleKind.BLOCKING for rule in rules)
    missing = _kept((not blocking, _("Write at least one rule that says who may apply.")))
    if form:
        wrong = [problem.message for problem in rule_problems(form, rules, facts.places())]
        if not wrong:
            reach = Reach(form, rules, facts.closing_on(call))
            wrong, notes = reach.problems, reach.notes
        missing += wrong
    summary = ngettext("%(count)s rule", "%(count)s rules", len(rules)) % {"count": len(rules)}
    return Item("rules", _("Rules"), summary, missing, notes)


def _grid(call: Call, form: Definition | None) -> Item:
    criteria = list(call.criteria.all())
    total = sum(criterion.weight for criterion in criteria)
    known = {*form.fields_by_key, *(document.slug for document in form.documents)} if form else set()
    lost = [c.title for c in criteria if form and not set(c.answers) <= known]
    missing = _kept(
        (not criteria, _("Write the scoring grid.")),
        (
            bool(criteria) and total != 100,
            _("The weights make %(total)s, and they must make 100.") % {"total": total},
        ),
        (
            bool(lost),
            _("These criteria judge answers that the form does not ask: %(names)s.")
            % {"names": ", ".join(lost)},
        ),
    )
    summary = ngettext("%(count)s criterion", "%(count)s criteria", len(criteria)) % {"count": len(criteria)}
    return Item("grid", _("Grid"), summary, missing)


def _deciding(call: Call, at: datetime) -> Item:
    rules = deciding_rules.of_call(call)
    summary = _("%(reading)s, %(reviews)s, pass mark %(mark)s, %(award)s at most") % {
        "reading": _("blind") if call.is_blind else pgettext("reading of files", "open"),
        "reviews": ngettext("%(n)s review a file", "%(n)s reviews a file", rules.reviews)
        % {"n": rules.reviews},
        "mark": rules.pass_mark,
        "award": typography.money(rules.award, rules.currency),
    }
    title = _("Selection and award")
    return Item("deciding", title, summary, deciding_rules.problems(rules), deciding_rules.notes(rules, at))


def _letters(call: Call) -> Item:
    """The letters of the moves are the product's own.

    What a call adds is who answers and how long files are kept.
    """
    missing = _kept(
        (not call.retention.get("rejected_months"), _("Say how long files that are not selected are kept.")),
    )
    return Item(
        "letters", _("Letters"), _("Receipt, correction, decision, appeal: ready in both languages"), missing
    )


def _documents(call: Call) -> Item:
    documents = list(call.documents.all())
    early = sum(document.moment == DocumentMoment.APPLICATION for document in documents)
    asked = _("%(early)s with the application, %(late)s with the agreement")
    summary = asked % {"early": early, "late": len(documents) - early}
    missing = [
        _("Name the accepted formats of: %(title)s.") % {"title": document.title.plain}
        for document in documents
        if not document.formats
    ]
    return Item("documents", _("Documents"), summary, missing)
