"""Money that goes where nobody signed it to go, and facts that nobody verified."""
