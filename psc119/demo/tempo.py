"""Human time in the demo: how long people take, made shorter by a factor, and drawn from a seed."""

import asyncio
from dataclasses import dataclass, field
from random import Random

PACE = 4.0
"""How many times faster than in life people turn out, treat and hand over; driving keeps the pace of its ETA."""


@dataclass(slots=True)
class Tempo:
    """The clock of simulated people. Every wait of an actor goes through it; nothing of the server's does.

    Args:
        pace: seconds of a person's work in one second of ours.
        road: seconds of travel in one second of ours.
        random: the source of all draws; the same seed draws the same people, words and durations.
    """

    pace: float = PACE
    road: float = 1.0
    random: Random = field(default_factory=lambda: Random(119))

    def wall_s(self, human_s: float) -> float:
        """Our seconds for `human_s` of a person's work."""
        return human_s / self.pace

    def draw_s(self, low_s: float, high_s: float) -> float:
        """Our seconds for work that takes a person between `low_s` and `high_s`, most often in the lower half."""
        return self.wall_s(self.random.triangular(low_s, high_s, low_s + (high_s - low_s) / 3))

    async def take(self, low_s: float, high_s: float) -> None:
        """Let a person take between `low_s` and `high_s` of their time."""
        await asyncio.sleep(self.draw_s(low_s, high_s))

    def chance(self, share: float) -> bool:
        """True in `share` of all draws."""
        return self.random.random() < share
