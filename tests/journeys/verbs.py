"""What the audit must say of a whole way, in its order."""

from tests.journeys.way import Team, Way

BY_THE_CLOCK = ("page.read", "application.erase", "retention.run")
SENT = ["consent.record", "application.submit"]
INVITED = ["user.join", "grant.give", "user.invite"]
PAID = [
    "tranche.request", "tranche.verify", "tranche.approve", "tranche.order", "tranche.pay",
    "tranche.confirm_reception",
]  # fmt: skip


def verbs_of(way: Way) -> list[str]:
    """The acts of the audit, in the order they were written, but two whose number depends on the clock: readings, noted
    once an hour for each reader and record, and what the night erases, which a way that is gone through at night meets.
    """
    rows = way.stack.rows(f"SELECT verb FROM workflow_event WHERE verb NOT IN {BY_THE_CLOCK} ORDER BY id")
    return [verb for (verb,) in rows]


def expected(way: Way) -> list[str]:
    """Every act of the way, once, in its order."""
    first, second, third, late = way.teams
    return [
        *INVITED, "user.second_factor_on", *INVITED * 7,
        "call.load", "call.publish_form", *["user.second_factor_on"] * 2, "call.propose", "call.approve", "call.publish",
        *(verb for team in (first, second, third) for verb in (*_drafted(way, team), *SENT)),
        *_drafted(way, late),
        "application.return_for_correction", "application.resubmit",
        "application.confirm_eligible", "bulk.confirm_eligible", *["application.confirm_eligible"] * 2,
        "bulk.send_to_review", *["application.send_to_review"] * 3,
        *_judged(), *_decided(), *_enrolled(way), *_mentored(), *_granted(way), *_reported(),
    ]  # fmt: skip


def _drafted(way: Way, team: Team) -> list[str]:
    asked = sum(one["type"] == "file" and one["required"] for one in way.fields)
    attached = ["application.attach"] * (asked + len(way.documents_asked(team.answers)))
    return ["user.join", "startup.found", "application.start", *attached]


def _judged() -> list[str]:
    return [
        "round.open", *["review.assign"] * 9,
        *["round.declare_links", "review.submit"] * 2,
        "interest.declare", "review.recuse", "round.declare_links", "review.submit",
        "review.submit", "review.submit", "review.abstain", "review.submit", "review.submit",
    ]  # fmt: skip


def _decided() -> list[str]:
    return [
        *["application.decide"] * 3, "round.rank",
        "application.offer", "application.put_on_waiting_list", "application.decline", "call.publish_results",
    ]  # fmt: skip


def _enrolled(way: Way) -> list[str]:
    periods = ["period.plan"] * way.stack.rows("SELECT count(*) FROM reporting_period")[0][0]
    return [
        "cohort.plan", *periods, "application.accept", "place.invite", "place.confirm", "agreement.record",
        "place.start", "milestone.plan",
    ]  # fmt: skip


def _mentored() -> list[str]:
    return [
        "user.join", "mentor.invite", "grant.give", "mentor.approve", "mentor.activate", "match.propose",
        "match.confirm", "session.log", "action.complete",
    ]  # fmt: skip


def _granted(way: Way) -> list[str]:
    files = sum(one["type"] == "file" and one["required"] for one in way.milestone(1)["evidence"])
    return [
        "user.second_factor_on", "line.open", "award.propose", "user.second_factor_on", "award.approve",
        "award.sign", "payee.propose", "payee.confirm",
        "registration.propose", "registration.confirm", "grant.give", *PAID, "expense.declare", "expense.accept",
        *["milestone.attach"] * files, "milestone.submit", "milestone.approve", *PAID,
    ]  # fmt: skip


def _reported() -> list[str]:
    charge = ["charge.create", "charge.open_checkout", "charge.reach_provider", "charge.succeed"]
    return [
        "period.open", "report.submit", "report.return_to_founder", "report.submit", "report.accept", *charge,
        "period.open", "period.open", "report.submit", "report.accept", "consent.give", "startup.publish",
    ]  # fmt: skip
