"""Addresses of the slice, grouped by prefix."""

from django.urls import path, re_path

from funding.book_lists import IncomeList, LedgerList, PaymentList
from funding.lists import (
    AwardList,
    ExpenseList,
    SignedList,
    TrancheList,
)
from funding.payees import views as payees
from funding.payees.lists import PayeeList
from funding.views import awards, books, grant, income, payments, provider, tranches
from incubator.lists.pages import page_of

app_name = "funding"
urlpatterns = [
    # portal/startups/<slug>/grant/
    path("portal/startups/<slug:slug>/grant/", grant.grant, name="grant"),
    path("portal/startups/<slug:slug>/grant/expenses/", grant.expenses, name="expenses"),
    path("portal/startups/<slug:slug>/grant/expenses/new/", grant.add_expense, name="add_expense"),
    path("portal/startups/<slug:slug>/grant/<int:n>/request/", grant.request_tranche, name="request"),
    path("portal/startups/<slug:slug>/grant/<int:n>/requested/", grant.requested, name="requested"),
    path(
        "portal/startups/<slug:slug>/grant/<int:n>/confirm-reception/",
        grant.confirm_reception,
        name="confirm_reception",
    ),
    # portal/payments/
    path("portal/payments/", payments.mine, name="my_payments"),
    path("portal/payments/<str:public_id>/", payments.payment, name="payment"),
    path("portal/payments/<str:public_id>/card/", payments.by_card, name="by_card"),
    path("portal/payments/<str:public_id>/another-way/", payments.another_way, name="another_way"),
    path("portal/payments/<str:public_id>/declare/", payments.declare, name="declare"),
    path("portal/payments/<str:public_id>/receipt.pdf", payments.receipt, name="receipt"),
    # desk/money/tranches/
    path("desk/money/tranches/", page_of(TrancheList), name="tranches"),
    path("desk/money/tranches/<str:public_id>/", tranches.tranche, name="tranche"),
    path("desk/money/tranches/<str:public_id>/<str:name>/", tranches.act, name="tranche_act"),
    re_path(
        r"^desk/money/expenses/(?P<public_id>\w+)/(?P<name>accept|refuse)/$",
        tranches.decide_expense,
        name="decide_expense",
    ),
    path("desk/money/expenses/", page_of(ExpenseList), name="desk_expenses"),
    path("desk/money/to-sign/", tranches.to_sign, name="to_sign"),
    path("desk/money/signed/", page_of(SignedList), name="signed"),
    # desk/money/awards/
    path("desk/money/awards/", page_of(AwardList), name="awards"),
    path("desk/money/awards/new/<str:place>/", awards.propose, name="propose_award"),
    path("desk/money/awards/<str:ref>/", awards.award, name="award"),
    path("desk/money/awards/<str:ref>/<str:name>/", awards.act, name="award_act"),
    # desk/money/payees/
    path("desk/money/payees/", page_of(PayeeList), name="payees"),
    path("desk/money/payees/<slug:slug>/", payees.payee, name="payee"),
    path("desk/money/payees/<slug:slug>/propose/", payees.propose, name="propose_payee"),
    path("desk/money/payees/<slug:slug>/<int:version>/<str:name>/", payees.act, name="payee_act"),
    # desk/money/
    path("desk/money/payments/", page_of(PaymentList), name="payments"),
    path("desk/money/payments/bank-file.csv", books.bank_file, name="bank_file"),
    path("desk/money/lines/", books.lines, name="lines"),
    path("desk/money/lines/new/", books.new_line, name="new_line"),
    path("desk/money/ledger/", page_of(LedgerList), name="ledger"),
    # desk/money/income/
    path("desk/money/income/", page_of(IncomeList), name="income"),
    path("desk/money/income/new/", income.new_charge, name="new_charge"),
    path("desk/money/income/told/<int:event>/close/", income.close_told, name="close_told"),
    path("desk/money/income/<str:public_id>/", income.charge, name="charge"),
    path("desk/money/income/<str:public_id>/<str:name>/", income.act, name="charge_act"),
    # webhooks/
    path("webhooks/stripe/", provider.stripe_events, name="stripe_events"),
]
