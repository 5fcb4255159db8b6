"""Tags to print: a number that is read out, and a QR code that says only the PSC, the incident and the number."""

from dataclasses import dataclass
from html import escape

import segno

COLUMNS, ROWS = 3, 4
PER_SHEET = COLUMNS * ROWS
PAGE_MM = (210, 297)
CELL_MM = (62, 66)
MARGIN_MM = (12, 16)
QR_MM = 42


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags of one incident: `series` is the unit's letter, `first` the number to begin with."""

    psc: str
    psc_name: str
    incident_code: str
    series: str
    first: int
    training: bool

    @property
    def numbers(self) -> list[str]:
        return [f"{self.series}{number:02d}" for number in range(self.first, self.first + PER_SHEET)]


def qr_text(tags: Tags, number: str) -> str:
    """What the code says. No name, no colour, no finding: a tag that is lost tells nobody anything."""
    return f"PSC119:{tags.psc}:{tags.incident_code}:{number}"


def tag_sheet(tags: Tags) -> str:
    """One A4 page of tags as SVG, to be printed from any browser."""
    width, height = PAGE_MM
    cells = [_cell(tags, number, place) for place, number in enumerate(tags.numbers)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(cells)}</svg>'
    )


def _cell(tags: Tags, number: str, place: int) -> str:
    row, column = divmod(place, COLUMNS)
    x, y = MARGIN_MM[0] + column * CELL_MM[0], MARGIN_MM[1] + row * CELL_MM[1]
    middle = CELL_MM[0] / 2
    code = segno.make(qr_text(tags, number), error="m", micro=False).svg_inline(omitsize=True, border=4, light="#fff")
    lines = [
        (
            f'<rect x="0.5" y="0.5" width="{CELL_MM[0] - 1}" height="{CELL_MM[1] - 1}" fill="none" stroke="#000" '
            'stroke-width="0.2" stroke-dasharray="2 1.5"/>'
        ),
        f'<svg x="{middle - QR_MM / 2}" y="2" width="{QR_MM}" height="{QR_MM}">{code}</svg>',
        _text(middle, 53, 9, number),
        _text(middle, 58, 3.2, f"{tags.incident_code} · {tags.psc_name}"),
    ]
    if tags.training:
        lines.append(_text(middle, 63, 4, "LATIHAN"))
    return f'<g transform="translate({x} {y})">{"".join(lines)}</g>'


def _text(x: float, y: float, size: float, text: str) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="sans-serif" font-weight="bold" '
        f'text-anchor="middle">{escape(text)}</text>'
    )
