"""Piers, boat legs, and journeys that cross the sea."""
