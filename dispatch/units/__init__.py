"""Units and their people: duty, crews, positions."""
