"""The doors of money, by audience."""
