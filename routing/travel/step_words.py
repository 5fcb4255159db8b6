"""Steps as an Indonesian driver says them."""

from __future__ import annotations

from routing.travel.steps import Step, Turn

_DIRECTIONS = ("utara", "timur laut", "timur", "tenggara", "selatan", "barat daya", "barat", "barat laut")

_WORDS = {
    Turn.LURUS: "Lurus terus",
    Turn.AGAK_KIRI: "Serong kiri",
    Turn.KIRI: "Belok kiri",
    Turn.AGAK_KANAN: "Serong kanan",
    Turn.KANAN: "Belok kanan",
    Turn.PUTAR_BALIK: "Putar balik",
}


def step_text(step: Step) -> str:
    """One step in words, such as "Belok kiri ke Jl. Ahmad Yani, 1,2 km"."""
    street = step.street or "jalan tanpa nama"
    match step.turn:
        case Turn.MULAI:
            begin = f"Mulai ke arah {_DIRECTIONS[round(step.bearing_deg / 45) % 8]} lewat {street}"
        case Turn.BUNDARAN if step.exit:
            begin = f"Di bundaran ambil jalan keluar ke-{step.exit}, {street}"
        case Turn.BUNDARAN:
            begin = f"Masuk bundaran {step.street}".rstrip()
        case _:
            begin = f"{_WORDS[step.turn]} ke {street}"
    return f"{begin}, {_length(step.length_m)}"


def _length(length_m: float) -> str:
    if length_m < 950:
        return f"{max(round(length_m, -1), 10):.0f} m"
    return f"{length_m / 1000:.1f} km".replace(".", ",")
