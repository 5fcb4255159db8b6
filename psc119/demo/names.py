"""Names of people who do not exist."""

import random
from collections.abc import Iterator

WOMEN = (
    "Siti", "Nurul", "Dewi", "Rina", "Yuliana", "Fitri", "Ratna", "Maya", "Wulandari", "Desi", "Aisyah", "Melati",
    "Novita", "Sri", "Rosmawati", "Zahara", "Hesti", "Lestari", "Indah", "Mariani", "Kartika", "Suryani", "Laila",
)  # fmt: skip
MEN = (
    "Ahmad", "Budi", "Rizal", "Hendra", "Raja Iskandar", "Agus", "Faisal", "Dedi", "Irwan", "Joko", "Zulkifli", "Arif",
    "Syahrul", "Bayu", "Eko", "Rahmat", "Fauzan", "Hasan", "Andi", "Yusuf", "Ilham", "Wahyu", "Rudi", "Doni",
)  # fmt: skip
SURNAMES = (
    "Hidayat", "Saputra", "Rahman", "Siregar", "Nasution", "Lubis", "Wijaya", "Hasibuan", "Maulana", "Firdaus",
    "Kurniawan", "Ramadhan", "Harahap", "Pratama", "Yusof", "Halim", "Simanjuntak", "Gunawan", "Batubara",
)  # fmt: skip


def draw_names(seed: int) -> Iterator[tuple[str, str]]:
    """Names with their sex (`L` or `P`), each name once, the same for the same seed."""
    draw, used = random.Random(seed), set[str]()
    while True:
        sex = draw.choice("LP")
        name = f"{draw.choice(MEN if sex == 'L' else WOMEN)} {draw.choice(SURNAMES)}"
        if name not in used:
            used.add(name)
            yield name, sex
