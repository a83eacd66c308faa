"""Which colour a state wears: grey, not yet; amber, waiting for you; blue, with the centre; green, done; red, late or
refused. The word always stands beside it; a state nobody listed is grey.
"""

TONES = ("neutral", "info", "waiting", "success", "warning", "danger")

# What stands beside the words where the page is read in grey.
TONE_ICONS = {
    "neutral": "clock", "waiting": "edit", "warning": "edit", "info": "home", "success": "check", "danger": "alert",
}  # fmt: skip
STATE_TONES = {
    # not yet, or set aside
    **dict.fromkeys(("planned", "paused", "waiting_list", "unknown"), "neutral"),
    # waiting for the reader
    **dict.fromkeys(
        (
            "draft", "returned", "expected", "offered", "invited", "releasable", "paid", "todo", "proposed", "current",
            "missing", "pending", "blocked", "amber",
        ),
        "waiting",
    ),
    # with the centre
    **dict.fromkeys(
        (
            "submitted", "in_review", "requested", "verified", "ordered", "received", "in_hand", "booked", "queued",
            "lodged", "appeal", "shortlisted", "signed",
        ),
        "info",
    ),
    # done
    **dict.fromkeys(
        (
            "approved", "accepted", "accounted", "active", "open", "published", "confirmed", "held", "sent", "done",
            "succeeded", "eligible", "graduated", "answered", "upheld", "green",
        ),
        "success",
    ),
    # late or refused
    **dict.fromkeys(
        ("late", "overdue", "missed", "failed", "red", "declined", "refused", "ineligible", "excluded", "rejected"),
        "danger",
    ),
}  # fmt: skip


def tone(state: str) -> str:
    """Return the tone of a state, or the state itself when it is already a tone."""
    if state in TONES:
        return state
    return STATE_TONES.get(state, "neutral")
