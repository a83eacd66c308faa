"""The form engine: one compiled JSON definition drives rendering, validation, diff, export and blank form.

Nothing here reads the database. `facts(part, value)` says what follows from a value: the region of a commune.
"""
