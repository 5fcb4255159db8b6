"""The telephone line between simulated callers and simulated operators: what is said, which no API carries."""

from collections.abc import Callable
from dataclasses import dataclass, field

from psc119.demo.places import Spot
from psc119.demo.script import Complaint, NuisanceCall


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a telephone.

    Args:
        about: the emergency they tell of, or what else their call is.
        phone: a number that no person has (the 0811-0000 block).
        patience_s: human seconds they let it ring.
        knows_place: they can say it so well that an operator finds the point, not only the kelurahan.
        for_practice: a person who practises expects this call; simulated operators leave it ringing.
    """

    about: Complaint | NuisanceCall
    name: str
    phone: str
    spot: Spot
    patience_s: float
    knows_place: bool = True
    goal: str | None = None
    for_practice: bool = False

    @property
    def complaint(self) -> Complaint | None:
        return self.about if isinstance(self.about, Complaint) else None

    @property
    def is_emergency(self) -> bool:
        return isinstance(self.about, Complaint)


Listener = Callable[[Caller], None]


@dataclass(slots=True)
class Line:
    """Who is at the other end of each call. `listeners` hear a caller whom a person has answered."""

    callers: dict[str, Caller] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)

    def find(self, call_id: str) -> Caller | None:
        return self.callers.get(call_id)

    def list_for_practice(self) -> list[str]:
        """The calls that somebody who practises expects, or expected."""
        return [call_id for call_id, caller in self.callers.items() if caller.for_practice]

    def speak(self, call_id: str) -> None:
        """The caller begins to speak."""
        for listener in self.listeners:
            listener(self.callers[call_id])
