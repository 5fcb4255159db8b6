"""Hospitals: who is coming and when, accepted or redirected, arrived, offloaded, received."""
