"""Tests of the composition root: the running program."""
