"""Routing measured: our engine beside scipy, networkx and others, on the same graphs and weights, in one run."""
