"""Vital signs from crews and hospitals: kept sealed, judged at once, and a colour that only rises by them."""
