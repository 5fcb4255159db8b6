"""Incidents: opened from a call, placed, triaged, recommended for, dispatched to, closed."""
