"""Closed streets and boat legs: who closes them, what that changes, and how every router comes to know."""
