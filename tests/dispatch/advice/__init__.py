"""Tests of advice by telephone and its safety net."""
