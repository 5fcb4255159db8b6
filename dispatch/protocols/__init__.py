"""Protocol versions: stored, verified, signed by a medical director, put in use, and followed by every process."""
