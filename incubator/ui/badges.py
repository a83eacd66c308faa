"""Which colour a state wears. The word always stands beside it; a state nobody listed is neutral."""

TONES = ("neutral", "info", "waiting", "success", "warning", "danger")

STATE_TONES = {
    # with the person: something to do
    "draft": "waiting",
    "returned": "waiting",
    "expected": "waiting",
    "offered": "waiting",
    "invited": "waiting",
    "releasable": "waiting",
    "paid": "waiting",
    "todo": "waiting",
    "proposed": "waiting",
    "current": "waiting",
    # with the centre: on its way
    "submitted": "info",
    "in_review": "info",
    "requested": "info",
    "verified": "info",
    "ordered": "info",
    "received": "info",
    "in_hand": "info",
    "booked": "info",
    "queued": "info",
    "lodged": "info",
    "appeal": "info",
    "shortlisted": "info",
    "signed": "info",
    "planned": "neutral",
    # done well
    "approved": "success",
    "accepted": "success",
    "accounted": "success",
    "active": "success",
    "open": "success",
    "published": "success",
    "confirmed": "success",
    "held": "success",
    "sent": "success",
    "done": "success",
    "succeeded": "success",
    "eligible": "success",
    "graduated": "success",
    "answered": "success",
    "upheld": "success",
    # to look at
    "late": "warning",
    "waiting_list": "warning",
    "paused": "warning",
    "unknown": "warning",
    "missed": "warning",
    "amber": "warning",
    "pending": "warning",
    "blocked": "danger",
    "failed": "danger",
    "missing": "danger",
    "red": "danger",
    "overdue": "danger",
    "green": "success",
}


def tone(state: str) -> str:
    """Return the tone of a state, or the state itself when it is already a tone."""
    if state in TONES:
        return state
    return STATE_TONES.get(state, "neutral")
