"""Benches: the real program on the real database, measured against the design's budgets."""
