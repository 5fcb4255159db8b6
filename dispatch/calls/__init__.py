"""Calls: from ring to disposition, and the promise to call back."""
