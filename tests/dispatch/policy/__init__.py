"""Tests of who goes."""
