"""Tests of the board over HTTP."""
