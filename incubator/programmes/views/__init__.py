"""Doors of the slice, by audience."""
