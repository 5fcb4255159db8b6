"""What every map picture shares: where metres lie on it, its head, roads, places, scale bar and legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import numpy as np

from routing.geo import FloatArray, IntArray
from routing.network.network import Network

WIDTH_PX = 1400
HEAD_PX = 70
MARGIN_PX = 30
LINE_PX = 20
NAME_PX = 240
"""Room that a place's name may need."""

SOUND = "#2e7d32"
WRONG = "#c62828"


class LegendLine(NamedTuple):
    """A colour and what it stands for; a line without colour is a note."""

    colour: str | None
    text: str


class Frame:
    """Where metres of the plane lie on the picture."""

    def __init__(self, network: Network, legend_lines: int) -> None:
        self._plane = network.plane
        corners = self._plane.to_xy(
            [network.node_lat.min(), network.node_lat.max()], [network.node_lon.min(), network.node_lon.max()]
        )
        self._west, self._north = float(corners[0, 0]), float(corners[1, 1])
        width_m, height_m = np.maximum(corners[1] - corners[0], 100.0)
        self.px_per_m = (WIDTH_PX - 2 * MARGIN_PX) / float(width_m)
        self.map_end_px = HEAD_PX + float(height_m) * self.px_per_m
        self.legend_px = self.map_end_px + 3 * LINE_PX
        self.height_px = self.legend_px + legend_lines * LINE_PX + MARGIN_PX

    def place(self, lat: FloatArray, lon: FloatArray) -> FloatArray:
        """Pixels right and down, (n, 2)."""
        xy = self._plane.to_xy(lat, lon)
        right, down = xy[:, 0] - self._west, self._north - xy[:, 1]
        return np.column_stack((right * self.px_per_m + MARGIN_PX, down * self.px_per_m + HEAD_PX))

    def shows(self, x: float, y: float) -> bool:
        """Whether a pixel lies on the map."""
        return 0 <= x <= WIDTH_PX and HEAD_PX <= y <= self.map_end_px


def document(network: Network, frame: Frame, title: str, parts: Iterable[str], legend: Sequence[LegendLine]) -> str:
    """The picture as SVG text: head, parts, scale bar, legend. The attribution that the licence asks for is in it."""
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {frame.height_px:.0f}" '
            'font-family="sans-serif" font-size="14">'
        ),
        f'<rect width="{WIDTH_PX}" height="{frame.height_px:.0f}" fill="#fff"/>',
        f'<text x="{MARGIN_PX}" y="32" font-size="20">{escape(title)}</text>',
        f'<text x="{MARGIN_PX}" y="54" fill="#5f6368">{escape(network.attribution)}</text>',
        *parts,
        _scale_bar(frame),
    ]
    for number, (colour, text) in enumerate(legend):
        y = frame.legend_px + number * LINE_PX
        indent = 0
        if colour is not None:
            indent = 34
            lines.append(f'<rect x="{MARGIN_PX}" y="{y - 11:.0f}" width="24" height="10" fill="{colour}"/>')
        lines.append(f'<text x="{MARGIN_PX + indent}" y="{y:.0f}">{escape(text)}</text>')
    return "\n".join([*lines, "</svg>\n"])


def edges_path(network: Network, frame: Frame, edges: IntArray, colour: str, width_px: float) -> str:
    """Whole edges in one colour."""
    lines = [frame.place(*network.shape_lonlat(edge).T[::-1]) for edge in edges.tolist()]
    return lines_path(lines, colour, width_px)


def lines_path(lines: Iterable[FloatArray], colour: str, width_px: float) -> str:
    """Lines of pixels in one colour."""
    steps = ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist()) for line in lines]
    return (
        f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="{width_px}" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )


def dot(frame: Frame, lat: float, lon: float, name: str = "", *, sound: bool = True) -> str:
    """A place: a dot, with its name if there is one; a red ring where something is wrong. "" off the map."""
    ((x, y),) = frame.place(np.array([lat]), np.array([lon])).tolist()
    if not frame.shows(x, y):
        return ""
    if sound:
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{SOUND}"/>'
    else:
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{WRONG}" stroke-width="2.5"/>'
    if not name:
        return drawn
    colour = "#202124" if sound else WRONG
    halo = 'paint-order="stroke" stroke="#fff" stroke-width="3"'
    # At the right edge the name goes to the left of its place.
    side = f'x="{x + 10:.1f}"' if x < WIDTH_PX - NAME_PX else f'x="{x - 10:.1f}" text-anchor="end"'
    return f'{drawn}<text {side} y="{y + 5:.1f}" fill="{colour}" {halo}>{escape(name)}</text>'


def _scale_bar(frame: Frame) -> str:
    """A round length of about a sixth of the picture."""
    about_m = WIDTH_PX / 6 / frame.px_per_m
    power = 10 ** np.floor(np.log10(about_m))
    length_m = float(power * max(step for step in (1, 2, 5) if step * power <= about_m))
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    y, end = frame.map_end_px + LINE_PX, MARGIN_PX + length_m * frame.px_per_m
    return (
        f'<path d="M{MARGIN_PX} {y:.0f}H{end:.1f}" stroke="#202124" stroke-width="3"/>'
        f'<text x="{end + 8:.1f}" y="{y + 5:.0f}">{text}</text>'
    )
