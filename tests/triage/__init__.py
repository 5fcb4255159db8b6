"""Tests of the triage engine, its protocol and its verifier."""
