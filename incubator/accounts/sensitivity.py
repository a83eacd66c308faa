"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows

declare(
    Sensitivity.ORDINARY,
    routes="""
        accounts:account accounts:appearance accounts:facts accounts:space accounts:confirm accounts:prove accounts:devices
        accounts:end_device accounts:revoke_token accounts:second_factor accounts:recovery_codes
        accounts:person
    """,
    acts="consent.withdraw",
)

declare(
    Sensitivity.ROLE,
    routes="""
        accounts:add_contact accounts:prove_contact accounts:remove_contact accounts:password
        accounts:tokens accounts:renew_codes accounts:factor_off accounts:invite accounts:give
    """,
    acts="grant.give grant.end user.invite user.suspend user.restore user.erase",
)

shows("people.User", "public_id=public_id", traced="accounts:person")
