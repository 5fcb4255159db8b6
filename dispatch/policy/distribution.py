"""Which victim to which hospital, when there are more than one hospital can take.

The worst first, and among equals those with needs, who have fewer hospitals to go to. Each goes where what they need
is known to be, where a place of their colour is announced and free, and that is reached soonest. A hospital that has
announced nothing, or too long ago, is neither empty nor full: it comes after those with a free announced place, gets
at most an even share, and is to be asked first. Nobody is put where the announced places are used up. Pure: no clock,
no input or output.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, inf

from dispatch.domain.words import Priority

ORDER = (Priority.MERAH, Priority.KUNING, Priority.HIJAU)
"""Who is sent, in this order. HITAM is not: they are looked at again when there are more hands."""


class Known(StrEnum):
    """What is known of a hospital's capacity."""

    FRESH = "baru"
    STALE = "lama"
    UNKNOWN = "tidak_diketahui"


class Why(StrEnum):
    """A reason beside a proposal; screens turn it into a sentence with its numbers."""

    HAS_NEEDS = "punya_kebutuhan"
    NEEDS_UNKNOWN = "kebutuhan_belum_diketahui"
    LACKS_NEEDS = "kebutuhan_tidak_ada"
    PLACE_FREE = "ada_tempat"
    NEARER_FULL = "lebih_dekat_penuh"
    CAPACITY_STALE = "kapasitas_lama"
    CAPACITY_UNKNOWN = "kapasitas_tidak_diketahui"
    TRAVEL_UNKNOWN = "waktu_tidak_diketahui"
    SPREAD = "dibagi_rata"
    ALL_FULL = "semua_penuh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a hospital announced: places of each colour, from then on."""

    merah: int
    kuning: int
    hijau: int
    age_s: float

    def of(self, colour: Priority) -> int:
        return {Priority.MERAH: self.merah, Priority.KUNING: self.kuning, Priority.HIJAU: self.hijau}[colour]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    """One hospital as it is known now.

    Args:
        travel_s: from the scene, None when nobody can tell.
        capacity: the last announcement, None without one.
        offers: services that it is known to have.
        offers_all: whether `offers` is complete: then what is not in it is not there, else it is only not known.
        taken: victims meant for it that its announcement does not know yet, by colour (merah, kuning, hijau).
    """

    id: str
    travel_s: float | None
    capacity: Capacity | None = None
    offers: tuple[str, ...] = ()
    offers_all: bool = False
    taken: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One tagged victim still at the scene. `needs` are services such as `trauma` or `picu`."""

    id: str
    number: str
    colour: Priority
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with what it is about."""

    code: Why
    hospital_id: str | None = None
    needs: tuple[str, ...] = ()
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where one victim goes. Without a hospital no place is left: `reasons` say whom to ask, soonest first."""

    patient_id: str
    hospital_id: str | None
    known: Known | None
    reasons: tuple[Reason, ...]


def distribute(patients: Sequence[Patient], hospitals: Sequence[Hospital], *, fresh_s: float) -> list[Proposal]:
    """A destination for every victim that is sent, worst first. The order of what is given makes no difference.

    Args:
        patients: tagged victims at the scene; those with HITAM get none.
        hospitals: all that could take them.
        fresh_s: an announcement older than this is stale.

    Raises:
        ValueError: a victim or a hospital is there twice.
    """
    _expect_each_once([patient.id for patient in patients], [hospital.id for hospital in hospitals])
    sent = sorted((p for p in patients if p.colour in ORDER), key=_worst_then_needs)
    places = _Places(sent, sorted(hospitals, key=lambda hospital: hospital.id), fresh_s)
    return [_place(patient, places) for patient in sent]


def known_of(hospital: Hospital, fresh_s: float) -> Known:
    """How much a hospital's announcement is worth."""
    if hospital.capacity is None:
        return Known.UNKNOWN
    return Known.FRESH if hospital.capacity.age_s <= fresh_s else Known.STALE


class _Places:
    """The places that are left while victims are placed one after the other."""

    def __init__(self, sent: Sequence[Patient], hospitals: Sequence[Hospital], fresh_s: float) -> None:
        self.hospitals = hospitals
        self.known = {hospital.id: known_of(hospital, fresh_s) for hospital in hospitals}
        self._taken = {(h.id, colour): n for h in hospitals for colour, n in zip(ORDER, h.taken, strict=True)}
        self._share = {
            colour: ceil(self._to_share(colour, sent) / len(hospitals)) if hospitals else 0 for colour in ORDER
        }

    def left(self, hospital: Hospital, colour: Priority) -> int:
        """Places for this colour: those announced, or an even share where nobody knows."""
        taken = self._taken[hospital.id, colour]
        if self.known[hospital.id] is Known.FRESH and hospital.capacity is not None:
            return hospital.capacity.of(colour) - taken
        return self._share[colour] - taken

    def take(self, hospital: Hospital, colour: Priority) -> None:
        self._taken[hospital.id, colour] += 1

    def _to_share(self, colour: Priority, sent: Sequence[Patient]) -> int:
        """Everybody of a colour, those who are meant for a hospital already among them."""
        waiting = sum(patient.colour is colour for patient in sent)
        return waiting + sum(self._taken[hospital.id, colour] for hospital in self.hospitals)


def _place(patient: Patient, places: _Places) -> Proposal:
    free = [hospital for hospital in places.hospitals if places.left(hospital, patient.colour) > 0]
    if not free:
        return _nowhere(patient, places)
    chosen = min(free, key=lambda hospital: _cost(patient, hospital, places))
    reasons = _reasons(patient, chosen, places)
    places.take(chosen, patient.colour)
    return Proposal(patient.id, chosen.id, places.known[chosen.id], reasons)


def _nowhere(patient: Patient, places: _Places) -> Proposal:
    ask = sorted(places.hospitals, key=lambda hospital: (_lack(patient, hospital), _travel(hospital), hospital.id))
    return Proposal(patient.id, None, None, tuple(Reason(Why.ALL_FULL, hospital.id) for hospital in ask))


def _cost(patient: Patient, hospital: Hospital, places: _Places) -> tuple[int, bool, float, int, str]:
    """Needs first, then a place that is announced, then the time; among equals where more is left."""
    uncertain = places.known[hospital.id] is not Known.FRESH
    return (
        _lack(patient, hospital),
        uncertain,
        _travel(hospital),
        -places.left(hospital, patient.colour),
        hospital.id,
    )


def _reasons(patient: Patient, hospital: Hospital, places: _Places) -> tuple[Reason, ...]:
    known, left = places.known[hospital.id], places.left(hospital, patient.colour)
    reasons = []
    if patient.needs:
        code = (Why.HAS_NEEDS, Why.NEEDS_UNKNOWN, Why.LACKS_NEEDS)[_lack(patient, hospital)]
        reasons.append(Reason(code, hospital.id, patient.needs))
    if known is Known.FRESH:
        reasons.append(Reason(Why.PLACE_FREE, hospital.id, value=left))
    else:
        code = Why.CAPACITY_STALE if known is Known.STALE else Why.CAPACITY_UNKNOWN
        reasons.append(Reason(code, hospital.id, value=hospital.capacity.age_s if hospital.capacity else None))
        reasons.append(Reason(Why.SPREAD, hospital.id, value=left))
    if hospital.travel_s is None:
        reasons.append(Reason(Why.TRAVEL_UNKNOWN, hospital.id))
    for nearer in sorted(places.hospitals, key=lambda other: (_travel(other), other.id)):
        if _travel(nearer) < _travel(hospital) and places.left(nearer, patient.colour) <= 0:
            reasons.append(Reason(Why.NEARER_FULL, nearer.id))
    return tuple(reasons)


def _lack(patient: Patient, hospital: Hospital) -> int:
    """0: has all that is needed; 1: nobody knows; 2: is known not to have it."""
    if all(need in hospital.offers for need in patient.needs):
        return 0
    return 2 if hospital.offers_all else 1


def _travel(hospital: Hospital) -> float:
    return inf if hospital.travel_s is None else hospital.travel_s


def _worst_then_needs(patient: Patient) -> tuple[int, int, str, str]:
    return ORDER.index(patient.colour), -len(patient.needs), patient.number, patient.id


def _expect_each_once(*kinds: Sequence[str]) -> None:
    for ids in kinds:
        if len(set(ids)) != len(ids):
            raise ValueError("each victim and each hospital once")
