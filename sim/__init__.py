"""Simulation on the live policy and routing tables."""
