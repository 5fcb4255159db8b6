"""The map of a network check as an SVG file: sound roads grey, each finding in its own colour, places as dots."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

import numpy as np

from routing.checking.checking import FindingCode, NetworkCheck
from routing.geo import BoolArray, FloatArray, IntArray
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass

WIDTH_PX = 1400
HEAD_PX = 70
MARGIN_PX = 30
LINE_PX = 20

SOUND = "#9aa0a6"
SEA = "#4a90c2"
COLOURS: Mapping[FindingCode, str] = {
    FindingCode.TERPISAH: "#c62828",
    FindingCode.PULAU_BERDERMAGA: "#1565c0",
    FindingCode.TERPUTUS_BAGI_AMBULANS: "#ef6c00",
    FindingCode.TANPA_JALAN_KELUAR: "#8e24aa",
    FindingCode.TANPA_JALAN_MASUK: "#d81b60",
    FindingCode.TEMPAT_JAUH_DARI_JALAN: "#c62828",
    FindingCode.TEMPAT_TIDAK_TERJANGKAU: "#c62828",
    FindingCode.KECEPATAN_MUSTAHIL: "#00838f",
    FindingCode.BATAS_TIDAK_DIPERCAYA: "#827717",
}

_GREAT = [CODE_OF[road_class] for road_class in (RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.SECONDARY)]


def draw_check(network: Network, check: NetworkCheck, words: Mapping[FindingCode, str]) -> str:
    """The picture as SVG text.

    Args:
        words: the name of each finding for the legend.
    """
    frame = _Frame(network, len(check.findings))
    size = f'viewBox="0 0 {WIDTH_PX} {frame.height_px:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="14">',
        f'<rect width="{WIDTH_PX}" height="{frame.height_px:.0f}" fill="#fff"/>',
        f'<text x="{MARGIN_PX}" y="32" font-size="20">{escape(network.label)}</text>',
        f'<text x="{MARGIN_PX}" y="54" fill="#5f6368">{escape(network.attribution)}</text>',
    ]
    great = np.isin(network.edge_class, _GREAT)
    sound = check.edge_finding < 0
    groups: list[tuple[BoolArray, str, float]] = [
        (sound & ~great & ~network.is_sea, SOUND, 0.8),
        (sound & great, SOUND, 2.2),
        (network.is_sea, SEA, 1.2),
    ]
    groups += [
        (check.edge_finding == number, COLOURS[finding.code], 3.0) for number, finding in enumerate(check.findings)
    ]
    parts += [
        _roads(network, frame, np.flatnonzero(chosen), colour, width_px)
        for chosen, colour, width_px in groups
        if chosen.any()
    ]
    parts += _places(check, frame)
    parts += [_scale_bar(frame)]
    for number, finding in enumerate(check.findings):
        y = frame.legend_px + number * LINE_PX
        parts.append(
            f'<rect x="{MARGIN_PX}" y="{y - 11:.0f}" width="24" height="10" fill="{COLOURS[finding.code]}"/>'
            f'<text x="{MARGIN_PX + 34}" y="{y:.0f}">{escape(words[finding.code])}: {finding.count}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


class _Frame:
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


def _roads(network: Network, frame: _Frame, edges: IntArray, colour: str, width_px: float) -> str:
    steps = []
    for edge in edges.tolist():
        lon, lat = network.shape_lonlat(edge).T
        steps.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in frame.place(lat, lon).tolist()))
    return (
        f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="{width_px}" stroke-linecap="round"/>'
    )


def _places(check: NetworkCheck, frame: _Frame) -> list[str]:
    """Places on the picture: a dot where all is well, a red ring with the name where not."""
    drawn = []
    for place, fine in zip(check.places, check.place_is_fine.tolist(), strict=True):
        ((x, y),) = frame.place(np.array([place.point.lat]), np.array([place.point.lon])).tolist()
        if not (0 <= x <= WIDTH_PX and HEAD_PX <= y <= frame.map_end_px):
            continue
        if fine:
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#2e7d32"/>')
        else:
            drawn.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="#c62828" stroke-width="2.5"/>'
                f'<text x="{x + 10:.1f}" y="{y + 5:.1f}" fill="#c62828">{escape(place.name)}</text>'
            )
    return drawn


def _scale_bar(frame: _Frame) -> str:
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
