"""Shortest paths over integer milliseconds, and the order that makes them fast."""
