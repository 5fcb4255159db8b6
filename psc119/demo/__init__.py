"""A living city for trying the program, and practice: actors who use the same HTTP API as people do."""

from psc119.demo.play import Demo, Training

__all__ = ["Demo", "Training"]
