"""Time that matters: fires the deadlines that nobody kept, and paces the loops that watch tables."""

from dispatch.timekeeping.beat import Beat
from dispatch.timekeeping.timekeeper import Timekeeper

__all__ = ["Beat", "Timekeeper"]
