"""The demonstration's data, made by calling the functions that people's acts call, with moments in the past."""
