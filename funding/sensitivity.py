"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        funding:grant funding:expenses funding:add_expense funding:request funding:requested
        funding:confirm_reception funding:my_payments funding:payment funding:by_card
        funding:another_way funding:declare funding:receipt funding:tranches funding:tranche
        funding:desk_expenses funding:to_sign funding:signed funding:awards funding:award
        funding:payments funding:payees funding:lines funding:ledger funding:income funding:charge
    """,
    acts="""
        tranche.request expense.declare tranche.confirm_reception charge.open_checkout
        charge.declare_payment charge.expire
    """,
)

declare(
    Sensitivity.MONEY,
    routes="""
        funding:tranche_act funding:decide_expense funding:propose_award funding:payee funding:propose_payee
        funding:payee_act funding:award_act funding:new_line funding:new_charge funding:close_told funding:charge_act
    """,
    acts="""
        line.open award.propose award.approve award.sign award.close award.cancel payee.propose payee.confirm payee.refuse
        tranche.sign_again tranche.verify tranche.order tranche.pay tranche.fail_payment tranche.account tranche.block
        tranche.unblock tranche.cancel tranche.send_back tranche.approve expense.accept expense.refuse
        payout.mark_unknown payout.bank_file charge.create charge.cancel charge.succeed charge.fail
        charge.refund_part charge.refund_failed provider_event.close charge.refund refund.propose
        refund.confirm refund.refuse
    """,
)

declare(
    Sensitivity.EXPORT,
    routes="funding:bank_file",
)

declare(
    Sensitivity.SENSITIVE,
    acts="payee.read_file tranche.read_file payout.read_file charge.read_file",
)
