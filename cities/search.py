"""Names of places as people say them: "Batu 9" = "Batu IX" = "Km 9", "Sei" = "Sungai", "Kp" = "Kampung"."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

THRESHOLD = 0.6
"""Below this score two names are not called alike."""

_WORDS = {
    "sungai": "sei",
    "sungei": "sei",
    "seijang": "sei jang",
    "kampung": "kp",
    "kampong": "kp",
    "kpg": "kp",
    "kmp": "kp",
    "kg": "kp",
    "tanjung": "tg",
    "tanjong": "tg",
    "tj": "tg",
    "tjg": "tg",
    "tpi": "tg pinang",
    "tanjungpinang": "tg pinang",
    "tgpinang": "tg pinang",
    "jalan": "jl",
    "jln": "jl",
    "kilometer": "km",
    "batu": "km",
    "puskesmas": "pkm",
    "pusk": "pkm",
    "rumkital": "rsal",
    "pelabuhan": "dermaga",
    "pelantar": "dermaga",
    "plantar": "dermaga",
    "jeti": "dermaga",
    "bandar": "bandara",
    "kamboja": "kemboja",
}
_NUMERALS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
_ROMAN = {roman: str(number) for number, roman in enumerate(_NUMERALS, start=1)}
_DROPPED = frozenset({"kel", "kelurahan", "kec", "kecamatan", "di", "dekat", "jl", "no"})


class PlaceHitKind(StrEnum):
    KELURAHAN = "kelurahan"
    FACILITY = "fasilitas"
    PIER = "dermaga"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be found by a name."""

    kind: PlaceHitKind
    id: str
    name: str
    aliases: tuple[str, ...]
    lat: float
    lon: float
    verified: bool


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place whose name resembles the text. `score` runs from 0 to 1; `verified` is about its coordinate."""

    kind: PlaceHitKind
    id: str
    name: str
    lat: float
    lon: float
    verified: bool
    score: float


@lru_cache(maxsize=4096)
def normalised(text: str) -> tuple[str, ...]:
    """The words of a name in one spelling: lower case, no marks, one form for each way of writing it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    raw = re.findall(r"[a-z]+|[0-9]+", plain)
    words = [word for token in raw for word in _WORDS.get(token, token).split()]
    numbered = [
        _ROMAN[word] if index and words[index - 1] in {"km", "dermaga"} and word in _ROMAN else word
        for index, word in enumerate(words)
    ]
    kept = tuple(word for word in numbered if word not in _DROPPED)
    return kept or tuple(numbered)


def search(text: str, places: Iterable[Named], *, limit: int) -> list[PlaceHit]:
    """Places whose name, or one of whose other names, resembles the text; best first.

    Args:
        text: what the caller said, in any of the usual spellings.
        places: where to look.
        limit: how many at most.
    """
    wanted = normalised(text)
    if not wanted:
        return []
    hits = []
    for place in places:
        score = max(_score(wanted, normalised(name)) for name in (place.name, *place.aliases))
        if score >= THRESHOLD:
            hits.append(
                PlaceHit(
                    kind=place.kind,
                    id=place.id,
                    name=place.name,
                    lat=place.lat,
                    lon=place.lon,
                    verified=place.verified,
                    score=round(score, 3),
                )
            )
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.name, hit.id))[:limit]


def _score(wanted: tuple[str, ...], name: tuple[str, ...]) -> float:
    """How well every wanted word is found in the name, less a little for words of the name not asked for."""
    found = sum(max(_likeness(word, other) for other in name) for word in wanted) / len(wanted)
    spare = max(0, len(name) - len(wanted)) / len(name)
    return found * (1 - 0.2 * spare)


def _likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if word.isdigit() or other.isdigit():
        return 0.0
    if len(word) >= 2 and other.startswith(word):
        return 0.9
    if len(word) < 4:
        return 0.0
    ratio = SequenceMatcher(None, word, other).ratio()
    return ratio if ratio >= 0.75 else 0.0
