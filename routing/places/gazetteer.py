"""Finds the place that a caller names, types or pastes: streets, junctions, named places, coordinates, plus codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from routing.geo import Point
from routing.network.network import Network
from routing.places.hits import RANK, HitNote, NamedPlace, PlaceHit, PlaceHitKind
from routing.places.names import THRESHOLD, NameTable
from routing.places.streets import Street, StreetMap
from routing.places.written import IsInCity, Written, find_written, is_link

STREETS_TRIED = 12
"""How many streets that sound alike are tried as one arm of a junction."""

_JUNCTION = re.compile(
    r"\b(?:simpang(?: (?:tiga|empat|lima|[345]))?|simp|spg|persimpangan|perempatan|pertigaan)\b\.?", re.I
)
_AND = re.compile(r"\s*(?:\b(?:dan|dengan|dgn|sama)\b|[&/,+]|\s-\s)\s*", re.I)
_STREET_WORD = re.compile(r"\b(?:jalan|jln|jl)\b\.?", re.I)
_BESIDE = re.compile(
    r"^(?:(?:di|ke|dari|dekat|depan|muka|samping|sebelah|belakang|seberang|sekitar|ujung|pojok|sudut|arah)\b\s*)+", re.I
)


class Gazetteer:
    """The names of a city, ready to be searched; immutable, shared between threads.

    Args:
        places: whatever has a name and a point: kelurahan, facilities, piers, landmarks.
        networks: roads whose street names count, the best first; a street that an earlier one knows is not taken
            from a later one.
        middle: a short plus code is the nearest one to this point.
        is_in_city: whether a point is near enough to the city to be meant.
    """

    def __init__(
        self, places: Sequence[NamedPlace], *, networks: Sequence[Network], middle: Point, is_in_city: IsInCity
    ) -> None:
        self._middle, self._is_in_city = middle, is_in_city
        self._streets = list(_streets_of(networks))
        self._street_names = NameTable([[street.name] for _, street in self._streets])
        self._places = list(places)
        self._place_names = NameTable([(place.name, *place.aliases) for place in self._places])

    def __len__(self) -> int:
        return len(self._places) + len(self._streets)

    def search(self, text: str, *, limit: int = 10) -> list[PlaceHit]:
        """Places that a text may mean, best first; of equally good ones the kind decides.

        Args:
            text: what the caller said, in any of the usual spellings, or a position as typed or pasted.
            limit: how many at most.
        """
        written = find_written(text, reference=self._middle, is_in_city=self._is_in_city)
        if written is not None:
            return [_written_hit(written)][:limit]
        if is_link(text):
            return []
        said = _BESIDE.sub("", text.strip()) or text
        best = {(hit.kind, hit.id): hit for hit in sorted(self._hits(text, said), key=lambda hit: hit.score)}
        streets_first = _STREET_WORD.search(text) is not None
        return sorted(best.values(), key=lambda hit: _rank(hit, streets_first=streets_first))[:limit]

    def _hits(self, text: str, said: str) -> Iterator[PlaceHit]:
        for words in {text, said}:
            for place, score in _over_threshold(self._place_names, words):
                yield _hit(self._places[place], score)
        for number, score in _over_threshold(self._street_names, said):
            street = self._streets[number][1]
            lat, lon = street.middle
            verified = not street.drawn
            note, radius_m = HitNote.TITIK_TENGAH, street.radius_m
            yield PlaceHit(PlaceHitKind.JALAN, street.id, street.name, lat, lon, verified, score, note, radius_m)
        for one, other in _arms(said):
            yield from self._junction_hits(one, other)

    def _junction_hits(self, one: str, other: str) -> Iterator[PlaceHit]:
        """Where streets that sound like the two texts meet."""
        firsts, seconds = (_over_threshold(self._street_names, text)[:STREETS_TRIED] for text in (one, other))
        for first, first_score in firsts:
            for second, second_score in seconds:
                streets, a = self._streets[first]
                other_streets, b = self._streets[second]
                if streets is not other_streets or a.name == b.name:
                    continue
                for number, junction in enumerate(streets.find_junctions(a, b), start=1):
                    yield PlaceHit(
                        kind=PlaceHitKind.SIMPANG,
                        id=f"{a.id}.{b.id}" + (f".{number}" if number > 1 else ""),
                        name=f"Simpang {a.name} – {b.name}",
                        lat=junction.point.lat,
                        lon=junction.point.lon,
                        verified=junction.shared and not (a.drawn or b.drawn),
                        score=round((first_score + second_score) / 2, 3),
                        note_code=None if junction.shared else HitNote.TIDAK_BERTEMU,
                    )


def _written_hit(written: Written) -> PlaceHit:
    lat, lon = written.point
    kind = PlaceHitKind.KODE_PLUS if written.code else PlaceHitKind.KOORDINAT
    id_ = (written.code or f"{lat}_{lon}").replace("+", "-")
    name = written.code or f"{lat}, {lon}"
    return PlaceHit(kind, id_, name, lat, lon, True, 1.0, written.note_code, written.radius_m)


def _streets_of(networks: Sequence[Network]) -> Iterator[tuple[StreetMap, Street]]:
    known: set[str] = set()
    for network in networks:
        streets = StreetMap(network)
        new = [street for street in streets.streets if street.name not in known]
        yield from ((streets, street) for street in new)
        known.update(street.name for street in new)


def _over_threshold(names: NameTable, text: str) -> list[tuple[int, float]]:
    """Rows and scores of names that resemble the text, best first."""
    scores = np.round(names.scores(text), 3)
    rows = np.flatnonzero(scores >= THRESHOLD)
    rows = rows[np.argsort(-scores[rows], kind="stable")]
    return list(zip(rows.tolist(), scores[rows].tolist(), strict=True))


def _hit(place: NamedPlace, score: float) -> PlaceHit:
    note = HitNote.TITIK_TENGAH if place.kind is PlaceHitKind.KELURAHAN else None
    return PlaceHit(place.kind, place.id, place.name, place.lat, place.lon, place.verified, score, note)


def _rank(hit: PlaceHit, *, streets_first: bool) -> tuple[float, int, str, str]:
    kind = -1 if streets_first and hit.kind in {PlaceHitKind.JALAN, PlaceHitKind.SIMPANG} else RANK[hit.kind]
    return -hit.score, kind, hit.name, hit.id


def _arms(text: str) -> list[tuple[str, str]]:
    """The ways to read a text as two streets that meet: "simpang A dan B", "A simpang B", "Jl. A Jl. B"."""
    if found := _JUNCTION.search(text):
        before, after = text[: found.start()].strip(), text[found.end() :].strip()
        return [(before, after)] if before and after else _halves(before or after)
    streets = list(_STREET_WORD.finditer(text))
    if len(streets) == 2 and streets[0].start() == 0:
        return [(_AND.sub(" ", text[: streets[1].start()]), text[streets[1].start() :])]
    return []


def _halves(text: str) -> list[tuple[str, str]]:
    parts = [part for part in _AND.split(text) if part.strip()]
    if len(parts) == 2:
        return [(parts[0], parts[1])]
    words = text.split()
    return [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
