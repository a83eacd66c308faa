"""What the office opens at its desk, full, empty and with mistakes."""

from types import SimpleNamespace

from django.urls import reverse

from tests.axe.browsing import Visit, post, press
from tests.axe.world import ANSWERING, DECIDING, INCUBATING, JUDGING


def visits(w: SimpleNamespace) -> list[Visit]:
    parts = (
        _homes,
        _registrations,
        _calls,
        _applications,
        _jury,
        _cohorts,
        _follow_up,
        _mentoring,
        _money,
        _income,
        _people,
        _messages,
    )
    return [visit for part in parts for visit in part(w)]


def at(who: str, name: str, *args, query: str = "", **more) -> Visit:
    return Visit(who, reverse(name, args=args) + query, at=more.pop("at", INCUBATING), **more)


def _homes(w: SimpleNamespace) -> list[Visit]:
    homes = [
        at(who, "portal:desk") for who in ("officer", "finance", "approver", "admin", "director", "donor")
    ]
    slugs = [place.startup.slug for place in (w.place, w.place2, w.signed_place)]
    return [
        *homes,
        at("director", "portal:decide"), at("director", "portal:decide", at=DECIDING),
        *(at(who, "portal:desk_startups") for who in ("officer", "donor")),
        at("officer", "portal:desk_startups", query="?view=graduated"),
        at("officer", "portal:desk_startups", query="?view=all&q=zzz"),
        at("officer", "portal:desk_startups", query="?cohort=inconnue&view=all&q=savane"),
        *(at(who, "portal:desk_results") for who in ("director", "donor")),
        at("donor", "portal:desk_figure", "late_milestones"), at("officer", "portal:desk_figure", "graduated"),
        *(at("officer", "portal:desk_startup", slug) for slug in slugs), at("donor", "portal:desk_startup", slugs[0]),
    ]  # fmt: skip


def _registrations(w: SimpleNamespace) -> list[Visit]:
    verified, proposed, empty = (place.startup.slug for place in (w.place, w.place3, w.signed_place))
    wrong = post(reverse("portal:registration", args=[verified]), registered_on="hier")
    refuse = post(reverse("portal:registration_act", args=[proposed, w.registration.public_id, "refuse"]))
    return [
        at("officer", "portal:registrations", query="?view=all"), at("director", "portal:registrations"),
        at("officer", "portal:registrations", query="?q=zzz"), at("officer", "portal:registration", verified),
        at("officer", "portal:registration", verified, act=wrong, status=422),
        at("officer", "portal:registration", proposed), at("director", "portal:registration", proposed),
        at("director", "portal:registration", proposed, act=refuse, status=422), at("finance", "portal:registration", empty),
    ]  # fmt: skip


def _calls(w: SimpleNamespace) -> list[Visit]:
    draft, proposed = w.preparing.reference, w.proposed.reference
    parts = ("rules", "grid", "documents", "calendar", "tranches", "milestones")
    back = post(reverse("programmes:send_back", args=[proposed]), note="")
    return [
        at("officer", "programmes:desk_calls"), at("officer", "programmes:desk_calls", query="?q=zzz"),
        at("officer", "programmes:new"), at("officer", "programmes:new", act=press()),
        at("officer", "programmes:prepare", draft), at("officer", "programmes:prepare", w.call.reference),
        at("director", "programmes:prepare", w.cancelled.reference),
        at("officer", "programmes:edit_dates", draft), at("officer", "programmes:edit_dates", draft, act=press(places="")),
        at("officer", "programmes:edit_deciding", draft),
        at("officer", "programmes:edit_deciding", draft, act=press(pass_mark_percent="120", reviews_per_application="0")),
        at("officer", "programmes:edit_text", draft), at("officer", "programmes:edit_text", draft, act=press(title_fr="")),
        *(at("officer", "programmes:edit_part", draft, part) for part in parts),
        at("officer", "programmes:try_rules", draft),
        at("officer", "programmes:try_rules", draft, act=press()),
        at("officer", "programmes:edit_part", draft, "rules", act=press(**{"rules-0-text_fr": ""})),
        at("director", "programmes:approve", proposed), at("director", "programmes:approve", proposed, act=back, status=409),
        at("officer", "cms:form_preview", draft), at("officer", "cms:form_preview", w.call.reference),
    ]  # fmt: skip


def _applications(w: SimpleNamespace) -> list[Visit]:
    def file(application, name: str = "desk_file", **more) -> Visit:
        return at(
            "officer", f"applications:{name}", application.public_id, at=more.pop("at", JUDGING), **more
        )

    several = [w.sent.public_id, w.back.public_id]
    bulk = post(reverse("applications:desk_bulk"), act="confirm_eligible", ref=several)
    nothing = post(reverse("applications:desk_bulk"), act="confirm_eligible")
    return [
        at("officer", "applications:desk_list", at=JUDGING), at("officer", "applications:desk_list", query="?view=all"),
        at("officer", "applications:desk_list", query="?view=all&q=zzz&sector=inconnu"),
        at("officer", "applications:call_list", w.call.reference, at=JUDGING),
        at("officer", "applications:call_list", w.preparing.reference),
        at("officer", "applications:desk_list", act=bulk, at=JUDGING),
        at("officer", "applications:desk_list", act=nothing, at=JUDGING),
        file(w.sent), file(w.back), file(w.able), file(w.judged), file(w.offered_file, at=ANSWERING), file(w.waiting_file),
        file(w.sent, act=post(reverse("applications:desk_sensitive", args=[w.sent.public_id]))),
        file(w.sent, "desk_return_for_correction"), file(w.sent, "desk_return_for_correction", act=press(), status=422),
        file(w.sent, "desk_find_ineligible"), file(w.sent, "desk_find_ineligible", act=press(reasons_fr=""), status=422),
        file(w.able, "desk_decide"), file(w.judged, "desk_decide"), file(w.waiting_file, "desk_decline"),
        file(w.sent, act=post(reverse("applications:desk_promote", args=[w.sent.public_id])), status=409),
    ]  # fmt: skip


def _jury(w: SimpleNamespace) -> list[Visit]:
    call, ref = w.call.reference, w.round.public_id
    jurors = "&".join(f"jurors={person.public_id}" for person in (w.juror, w.juror2, w.juror3))
    empty = post(reverse("reviews:open_round", args=[w.small.reference]))
    extend = post(reverse("reviews:extend", args=[call, ref]))
    changed = post(reverse("reviews:publish", args=[call]), read="autre")
    return [
        at("officer", "reviews:call_jury", call, at=JUDGING), at("officer", "reviews:call_jury", w.small.reference),
        at("officer", "reviews:call_jury", w.small.reference, act=empty),
        at("officer", "reviews:call_jury", call, act=extend, at=JUDGING),
        at("officer", "reviews:propose", call, ref, at=JUDGING),
        at("officer", "reviews:propose", call, ref, query=f"?per_file=2&{jurors}", at=JUDGING),
        *(at(who, "reviews:call_decisions", of, at=DECIDING)
          for who in ("officer", "director") for of in (call, w.small.reference, w.planned.reference)),
        *(at("director", "reviews:publish", of, at=DECIDING) for of in (call, w.small.reference, w.planned.reference)),
        at("director", "reviews:publish", call, act=changed, at=DECIDING, status=409),
        at("officer", "conflicts:register"), at("officer", "conflicts:register", query="?state=dismissed"),
        at("finance", "conflicts:declare", w.place.startup.slug),
        at("finance", "conflicts:declare", w.place.startup.slug, act=press(), status=422),
        at("officer", "conflicts:identify", w.unnamed.public_id),
        at("officer", "conflicts:identify", w.unnamed.public_id, act=press()),
    ]  # fmt: skip


def _cohorts(w: SimpleNamespace) -> list[Visit]:
    slug = w.cohort.slug
    place = [slug, w.place.public_id]
    leave = post(reverse("cohorts:act", kwargs={"slug": slug, "place": w.place.public_id, "name": "leave"}))
    unsigned = [slug, w.unsigned_place.public_id]
    return [
        at("officer", "cohorts:list"), at("officer", "cohorts:detail", slug), at("director", "cohorts:detail", slug),
        at("officer", "cohorts:detail", w.small_cohort.slug), at("officer", "cohorts:plan", w.planned.reference),
        at("officer", "cohorts:plan", w.planned.reference, act=press(places=""), status=422),
        at("officer", "cohorts:place", *place), at("officer", "cohorts:place", *place, act=leave, status=422),
        at("officer", "cohorts:place", *unsigned),
        at("officer", "cohorts:place", *unsigned, act=post(reverse("cohorts:record_scan", args=unsigned)), status=422),
        at("officer", "cohorts:place", slug, w.signed_place.public_id),
        at("officer", "reporting:periods", slug), at("officer", "reporting:periods", w.small_cohort.slug),
        at("officer", "reporting:periods", w.small_cohort.slug, act=press(**{"form-0-title_fr": ""}), status=422),
    ]  # fmt: skip


def _follow_up(w: SimpleNamespace) -> list[Visit]:
    sent, report = w.milestone_sent.public_id, w.report_sent.public_id
    milestones = "milestones:desk_list"
    return [
        at("officer", milestones), at("officer", milestones, query="?view=overdue"), at("officer", milestones, query="?q=zzz"),
        at("officer", milestones, query="?cohort=inconnue&view=all"), at("officer", milestones, query="?view=all&sort=-due"),
        at("officer", "milestones:desk_detail", sent), at("director", "milestones:desk_detail", sent),
        at("officer", "milestones:desk_detail", sent, act=post(reverse("milestones:return", args=[sent])), status=422),
        at("officer", "milestones:desk_detail", w.milestone_back.public_id),
        at("officer", "milestones:desk_detail", w.milestone_open.public_id),
        at("officer", "reporting:desk_list"), at("donor", "reporting:desk_list"),
        at("officer", "reporting:desk_list", query="?q=zzz"), at("officer", "reporting:desk_list", query="?view=all"),
        at("officer", "reporting:desk_detail", report), at("officer", "reporting:desk_detail", w.report_back.public_id),
        at("officer", "reporting:desk_detail", report, act=post(reverse("reporting:return", args=[report])), status=422),
    ]  # fmt: skip


def _mentoring(w: SimpleNamespace) -> list[Visit]:
    chosen = f"?startup={w.place3.startup.slug}"
    propose = post(reverse("mentorship:desk") + chosen, startup=w.place3.startup.slug, mentor="", goals="")
    return [
        at("officer", "mentorship:desk"), at("officer", "mentorship:desk", query="?q=zzz"),
        at("officer", "mentorship:desk", query=chosen), at("officer", "mentorship:desk", query=chosen, act=propose, status=422),
        at("officer", "mentorship:mentors"),
        at("officer", "mentorship:mentors", act=post(reverse("mentorship:mentors"), email="non"), status=422),
        at("officer", "mentorship:desk_sessions"), at("officer", "mentorship:desk_sessions", query="?startup=zzz&q=zzz"),
        at("admin", "mentorship:desk_sessions"), at("officer", "mentorship:desk_session", w.session.public_id),
        at("admin", "mentorship:desk_session", w.session.public_id),
    ]  # fmt: skip


def _money(w: SimpleNamespace) -> list[Visit]:
    paid, waiting = w.paid.public_id, w.to_sign.public_id
    planned = w.award.tranches.get(number=2).public_id
    award, proposed = w.award.reference, w.proposed_award.reference
    place = w.signed_place.public_id
    block = post(reverse("funding:tranche_act", args=[waiting, "block"]))
    return [
        at("finance", "funding:tranches"), at("finance", "funding:tranches", query="?view=all"),
        at("finance", "funding:tranches", query="?view=all&q=zzz"),
        at("finance", "funding:tranche", paid), at("finance", "funding:tranche", waiting), at("finance", "funding:tranche", planned),
        at("approver", "funding:tranche", waiting), at("officer", "funding:tranche", paid),
        at("finance", "funding:tranche", waiting, act=block, status=422),
        at("finance", "funding:desk_expenses"), at("finance", "funding:desk_expenses", query="?view=all"),
        at("approver", "funding:to_sign"), at("approver", "funding:signed"),
        at("finance", "funding:awards"), at("finance", "funding:awards", query="?q=zzz"),
        at("finance", "funding:propose_award", place), at("finance", "funding:propose_award", place, act=press(ceiling_amount="-5"), status=422),
        at("finance", "funding:award", award), at("director", "funding:award", proposed),
        *_payees(w),
        at("finance", "funding:payments"), at("finance", "funding:payments", query="?state=all"),
        at("finance", "funding:lines"), at("donor", "funding:lines"), at("finance", "funding:new_line"),
        at("finance", "funding:new_line", act=press(), status=422),
        at("finance", "funding:ledger"), at("donor", "funding:ledger", query="?account=bank"),
    ]  # fmt: skip


def _payees(w: SimpleNamespace) -> list[Visit]:
    paid, proposed = w.award.startup.slug, w.payee_proposed.startup.slug
    refuse = post(reverse("funding:payee_act", args=[proposed, w.payee_proposed.version, "refuse"]))
    return [
        at("finance", "funding:payees", query="?view=all"), at("approver", "funding:payees"),
        at("finance", "funding:payees", query="?q=zzz"), at("finance", "funding:payee", paid),
        at("finance", "funding:payee", paid, act=post(reverse("funding:propose_payee", args=[paid])), status=422),
        at("finance", "funding:payee", proposed), at("approver", "funding:payee", proposed),
        at("approver", "funding:payee", proposed, act=refuse, status=422), at("officer", "funding:payee", proposed),
    ]  # fmt: skip


def _income(w: SimpleNamespace) -> list[Visit]:
    opened, declared = w.charge_open.public_id, w.charge_declared.public_id
    cancel = post(reverse("funding:charge_act", args=[opened, "cancel"]))
    return [
        at("finance", "funding:income"), at("finance", "funding:income", query="?view=all"),
        at("approver", "funding:income", query="?view=open"),
        at("finance", "funding:new_charge"), at("finance", "funding:new_charge", act=press(), status=422),
        at("finance", "funding:charge", opened), at("approver", "funding:charge", declared),
        at("finance", "funding:charge", w.charge_paid.public_id), at("approver", "funding:charge", w.charge_back.public_id),
        at("finance", "funding:charge", w.charge_back.public_id), at("approver", "funding:income", query="?view=refunds"),
        at("finance", "funding:charge", opened, act=cancel, status=422),
    ]  # fmt: skip


def _people(w: SimpleNamespace) -> list[Visit]:
    somebody = w.officer.public_id
    give = post(reverse("accounts:give", args=[somebody]))
    return [
        at("admin", "portal:people"), at("admin", "portal:people", query="?q=zzz"),
        at("admin", "portal:people", query="?role=juror"), at("admin", "accounts:invite"),
        at("admin", "accounts:invite", act=press(), status=422), at("admin", "accounts:person", somebody),
        at("admin", "accounts:person", somebody, act=give, status=422), at("admin", "accounts:person", w.admin.public_id),
        at("admin", "portal:erase_person", somebody),
        at("admin", "portal:erase_person", w.newcomer.public_id, act=press(), status=422),
        at("admin", "portal:suspend", somebody), at("admin", "portal:suspend", somebody, act=press(), status=422),
    ]  # fmt: skip


def _messages(w: SimpleNamespace) -> list[Visit]:
    found = [
        at("officer", "notifications:message", one.public_id)
        for one in (w.queued, w.held, w.failed, w.prepared)
    ]
    return [
        *found,
        at("officer", "portal:messages"),
        at("officer", "portal:messages", query="?state=all"),
        at("officer", "portal:messages", query="?state=all&q=zzz&channel=sms&inconnu=1"),
        at("officer", "portal:messages", query="?state=cancelled"),
        Visit("visitor", "/demo/outbox/", at=INCUBATING, mode="demo"),
        Visit("visitor", "/demo/outbox/?address=zzz", at=INCUBATING, mode="demo"),
    ]
