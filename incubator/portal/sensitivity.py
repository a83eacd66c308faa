"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows, shows_nobody

declare(
    Sensitivity.ORDINARY,
    routes="""
        portal:home portal:startup portal:profile portal:publish portal:withdraw portal:desk
        portal:decide portal:audit portal:desk_results portal:desk_figure portal:desk_startups
        portal:desk_startup portal:desk_publish portal:desk_hide portal:people portal:messages
        portal:registration portal:registration_act portal:registrations portal:register
        portal:consents portal:withdraw_consent portal:who_read
        portal:retention portal:erased
    """,
)

declare(
    Sensitivity.EXPORT,
    routes="portal:own_data portal:own_section portal:register_pdf portal:desk_figure_csv portal:desk_figure_xlsx",
)

declare(
    Sensitivity.ROLE, routes="portal:end_role portal:suspend portal:restore portal:erase_person portal:erase"
)

shows("startups.Startup", "slug=slug", traced="portal:desk_startup")
shows_nobody("portal:own_section", "One’s own data.")
shows_nobody("portal:desk_figure_csv portal:desk_figure_xlsx", "Figures: nobody is named.")
