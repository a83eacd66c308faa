"""The life of an application."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Received")
    RETURNED = "returned", _("Returned for correction")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    IN_REVIEW = "in_review", _("In review")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    OFFERED = "offered", _("Offered a place")
    WAITING_LIST = "waiting_list", _("On the waiting list")
    DECLINED = "declined", _("Not selected")
    ACCEPTED = "accepted", _("Place accepted")
    REFUSED = "refused", _("Offer refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


BEFORE_ACCEPTANCE = (
    State.DRAFT,
    State.SUBMITTED,
    State.RETURNED,
    State.ELIGIBLE,
    State.IN_REVIEW,
    State.SHORTLISTED,
    State.OFFERED,
    State.WAITING_LIST,
)
# Files the office still has in hand: one that was decided is nobody's duplicate any more.
MERGEABLE = (State.SUBMITTED, State.RETURNED, State.ELIGIBLE, State.IN_REVIEW, State.SHORTLISTED)
WRITABLE = (State.DRAFT, State.RETURNED)
JUDGED = (State.IN_REVIEW, State.SHORTLISTED)
# Files that stand in the ranking of a jury: found eligible, and not withdrawn since.
RANKED = (
    State.ELIGIBLE,
    *JUDGED,
    State.OFFERED,
    State.WAITING_LIST,
    State.DECLINED,
    State.ACCEPTED,
    State.REFUSED,
)

# What neither a move nor the team's pages read of the call: the texts of its own page and the rules of its jury.
UNREAD = tuple(
    f"call__{name}"
    for name in ("summary_fr", "summary_en", "sections", "score_scale", "tie_break", "retention", "fees")
)

LIFECYCLE = Lifecycle(
    "application",
    related=("call", "startup", "form_version"),
    defer=(*UNREAD, "form_version__definition"),
    submit=(State.DRAFT, State.SUBMITTED, _("Send my application")),
    receive_on_paper=(State.DRAFT, State.SUBMITTED, _("Enter a file received on paper")),
    return_for_correction=(State.SUBMITTED, State.RETURNED, _("Return for correction")),
    resubmit=(State.RETURNED, State.SUBMITTED, _("Send my corrections")),
    confirm_eligible=(State.SUBMITTED, State.ELIGIBLE, _("Confirm: eligible")),
    find_ineligible=((State.SUBMITTED, State.RETURNED), State.INELIGIBLE, _("Confirm: not eligible")),
    reopen_screening=((State.ELIGIBLE, State.INELIGIBLE), State.SUBMITTED, _("Screen again")),
    send_to_review=(State.ELIGIBLE, State.IN_REVIEW, _("Send to the jury")),
    shortlist=(State.IN_REVIEW, State.SHORTLISTED, _("Shortlist")),
    offer=(JUDGED, State.OFFERED, _("Offer a place")),
    put_on_waiting_list=(JUDGED, State.WAITING_LIST, _("Put on the waiting list")),
    decline=((*JUDGED, State.WAITING_LIST), State.DECLINED, _("Decline")),
    promote=(State.WAITING_LIST, State.OFFERED, _("Offer the place that came free")),
    accept=(State.OFFERED, State.ACCEPTED, _("Accept the place")),
    refuse=(State.OFFERED, State.REFUSED, _("Decline the offer")),
    withdraw=(BEFORE_ACCEPTANCE, State.WITHDRAWN, _("Withdraw my application")),
    merge=(MERGEABLE, State.WITHDRAWN, _("Merge into another file")),
    undo_import=((State.DRAFT, State.SUBMITTED), State.WITHDRAWN, _("Undo the import")),
)


class TeamRole(models.TextChoices):
    """What a person may do with the file: the lead sends it, an editor writes, a reader reads; an agent of a town hall
    writes for somebody present until that person confirms.
    """

    LEAD = "lead", _("Lead")
    EDITOR = "editor", _("May write")
    READER = "reader", _("May read")
    AGENT = "agent", _("Town-hall agent")


INVITED_AS = (TeamRole.EDITOR, TeamRole.READER)
INVITATION_LIFE = timedelta(days=14)
LEAD_OFFER_LIFE = timedelta(days=14)
MOST_IN_A_TEAM = 12


class WithdrawnBecause(models.TextChoices):
    """Why the system withdrew a file: kept as a code, and said in the language of whoever reads it."""

    IMPORT_UNDONE = "import_undone", _("The import that had entered it was undone.")


class DecisionKind(models.TextChoices):
    ELIGIBILITY = "eligibility", _("Eligibility")
    SHORTLIST = "shortlist", _("Shortlist")
    OUTCOME = "outcome", _("Outcome")


class DecisionResult(models.TextChoices):
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    OFFER = "offer", _("Offer")
    WAITING_LIST = "waiting_list", _("Waiting list")
    DECLINE = "decline", _("Not selected")


class DecisionState(models.TextChoices):
    PENDING = "pending", _("Pending")
    PUBLISHED = "published", _("Published")


class AnswerSource(models.TextChoices):
    """Where an answer that nobody typed in this file comes from; empty once a person has saved it."""

    STARTUP = "startup", _("taken from the profile of your start-up")
    LAST = "last", _("taken from your last application")
    ACCOUNT = "account", _("taken from your profile")
    CHECK = "check", _("taken from your eligibility check")
    EARLIER = "earlier", _("taken from your short form")
    COPY = "copy", _("taken from the application you chose")
    PAPER = "paper", _("taken from your paper file")


class Audience(models.TextChoices):
    """Who reads a comment on a file; the office reads all of them."""

    STAFF = "staff", _("The office alone")
    JURY = "jury", _("The office and the jurors of the file")
    APPLICANT = "applicant", _("The office and the team")


class TwinKind(models.TextChoices):
    """Why two files look like one."""

    CONTACT = "contact", _("same e-mail address or telephone")
    REGISTER = "register", _("same register number")
    NAME = "name", _("nearly the same name")
    PITCH = "pitch", _("nearly the same sentence")


class TwinState(models.TextChoices):
    OPEN = "open", _("To look at")
    DISMISSED = "dismissed", _("Two different files")
    MERGED = "merged", _("Merged")


TWINS = Lifecycle(
    "twins",
    related=("first", "second"),
    dismiss=(TwinState.OPEN, TwinState.DISMISSED, _("These are two different files")),
    merge=(TwinState.OPEN, TwinState.MERGED, _("Merge the two files")),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "application.erase": _("What the file said was erased"),
        "application.take_charge": _("In charge changed"),
        "application.decide": _("Decision written"),
        "application.read_sensitive": _("Sensitive answers read"),
        "application.start": _("Draft opened"),
        "application.import": _("Entered from a table"),
        "application.attach": _("Document added"),
        "application.detach": _("Document removed"),
        "application.comment": _("Comment written"),
        "application.change_comment": _("Comment changed"),
        "application.strike_comment": _("Comment struck out"),
        "application.give_task": _("Task given"),
        "application.finish_task": _("Task done"),
        "application.tag": _("Tags changed"),
        "application.twins_found": _("Possible duplicate found"),
        "application.tell_apart": _("Told apart from another file"),
        "application.absorb": _("Another file was merged into this one"),
        "application.remind": _("Team reminded of its corrections"),
        "application.extend_correction": _("More time given for the corrections"),
        "application.clear": _("Prepared for blind reading"),
        "application.print": _("Taken as a PDF"),
        "application.carry": _("Answers carried to the new form"),
        "application.change_part": _("Part in the team changed"),
        "application.download": _("Own copy downloaded"),
        "application.export": _("List exported"),
        "application.invite": _("Person invited into the team"),
        "application.uninvite": _("Invitation into the team withdrawn"),
        "application.join": _("Joined the team"),
        "application.leave": _("Left the team"),
        "application.remove_member": _("Somebody taken out of the team"),
        "application.let_in": _("Let in after the closing"),
        "application.offer_lead": _("Lead of the file offered"),
        "application.take_lead": _("Took the lead of the file"),
        "application.decline_lead": _("Lead of the file declined"),
        "application.take_back_lead": _("Offer of the lead withdrawn"),
        "assistance.open": _("Assisted file opened"),
        "assistance.confirm": _("Confirmed by the person"),
        "call.make_late_code": _("Late code made"),
        "call.confirm_late_code": _("Late code confirmed"),
        "call.stop_late_code": _("Late code stopped"),
        "call.invite": _("Person invited to the call"),
        "call.uninvite": _("Invitation to the call withdrawn"),
        "call.invite_preselected": _("Preselected teams invited"),
        "call.print_minutes": _("Closing minutes taken"),
        "call.publish_shortlist": _("Shortlist published"),
        "group_letter.post": _("Letter to many written"),
        "group_letter.cancel": _("Letter to many called back"),
        "import.begin": _("Table brought in"),
        "import.confirm": _("Import confirmed"),
        "import.discard": _("Import given up"),
        "import.undo": _("Import undone"),
        "tag.make": _("Tag made"),
    }
)
