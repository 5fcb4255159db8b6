"""Routing over HTTP: ways, times, reach and places of one PSC, over its own roads and closures."""
