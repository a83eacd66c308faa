"""The typed columns that say how an answer is read: names of columns, never keys of a call's fields."""

# The number of a register, whether or not the question says what it looks like.
REGISTERS = ("rccm", "nif")
