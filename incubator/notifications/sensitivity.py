"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        notifications:message notifications:queue notifications:retry notifications:cancel
        notifications:mark_sent notifications:whatsapp notifications:letters notifications:letter
    """,
    acts="message.queue message.cancel message.retry message.mark_sent message.prepare",
)
