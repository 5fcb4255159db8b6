"""Tests of the city profiles."""
