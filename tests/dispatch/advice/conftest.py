"""A server in this process, with people at their screens."""

from tests.dispatch.live.house import house

__all__ = ["house"]
