"""One spelling for each of the ways a name is written: "Batu 9" = "Batu IX" = "Km 9", "Sei" = "Sungai"."""

import re
import unicodedata
from functools import lru_cache

_PHRASES = {
    "rumah sakit umum daerah": "rsud",
    "rumah sakit": "rs",
}
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
    "gang": "gg",
    "lorong": "lrg",
    "perumahan": "perum",
    "kompleks": "komplek",
    "kilometer": "km",
    "batu": "km",
    "puskesmas": "pkm",
    "pusk": "pkm",
    "rumkital": "rsal",
    "mesjid": "masjid",
    "musholla": "musala",
    "mushola": "musala",
    "pelabuhan": "dermaga",
    "pelantar": "dermaga",
    "plantar": "dermaga",
    "jeti": "dermaga",
    "bandar": "bandara",
    "kamboja": "kemboja",
}
_NUMERALS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
_ROMAN = {roman: str(number) for number, roman in enumerate(_NUMERALS, start=1)}
_TITLES = frozenset({"jenderal", "jendral", "jend", "letjen", "mayjen", "brigjen", "prof", "ir", "dr", "drs"})
"""Half of the people say them and half do not: "Jend. Sudirman" is "Sudirman"."""
_DROPPED = _TITLES | {"kel", "kelurahan", "kec", "kecamatan", "di", "dekat", "jl", "no"}
_OLD_LETTERS = (("oe", "u"), ("dj", "j"))
"""Spelling before 1972, kept in names: Soekarno, Djuanda."""


@lru_cache(maxsize=16_384)
def normalised(text: str) -> tuple[str, ...]:
    """The words of a name in one spelling: lower case, no marks, one form for each way of writing it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+|[0-9]+", plain)
    while (simpler := _simpler(words)) != words:
        words = simpler
    return tuple(words)


def _simpler(words: list[str]) -> list[str]:
    text = " ".join(_initials_joined(words))
    for phrase, short in _PHRASES.items():
        text = re.sub(rf"\b{phrase}\b", short, text)
    spelt = [part for word in text.split() for part in _WORDS.get(word, _modern(word)).split()]
    numbered = [
        _ROMAN[word] if index and spelt[index - 1] in {"km", "dermaga"} and word in _ROMAN else word
        for index, word in enumerate(spelt)
    ]
    # Two words for one thing are said side by side: "Dermaga Pelantar II", "Km Batu 9".
    once = [word for index, word in enumerate(numbered) if index == 0 or numbered[index - 1] != word]
    return [word for word in once if word not in _DROPPED] or once


def _initials_joined(words: list[str]) -> list[str]:
    """Neighbouring initials as one word: "W.R. Supratman" is "WR Supratman"."""
    joined: list[str] = []
    after_initial = False
    for word in words:
        is_initial = len(word) == 1 and word.isalpha()
        if is_initial and after_initial:
            joined[-1] += word
        else:
            joined.append(word)
        after_initial = is_initial
    return joined


def _modern(word: str) -> str:
    if len(word) > 4:
        for old, new in _OLD_LETTERS:
            word = word.replace(old, new)
    return word
