"""Positions, places and names: snapping, map matching, addresses, and the search for a place."""
