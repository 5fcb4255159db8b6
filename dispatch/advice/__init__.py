"""Advice instead of a unit, and its safety net: danger signs said back, where to go, a promised call, a clinician."""
