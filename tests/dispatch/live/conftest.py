"""One house a test: the program in this process, on a database of its own."""

from tests.dispatch.live.house import house

__all__ = ["house"]
