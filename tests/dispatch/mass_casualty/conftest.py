"""A house for these tests."""

from tests.dispatch.live.house import house

__all__ = ["house"]
