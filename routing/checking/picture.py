"""The map of a network check as an SVG file: sound roads grey, each finding in its own colour, places as dots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from routing.checking.checking import FindingCode, NetworkCheck
from routing.geo import BoolArray
from routing.network.gateways import JoinedRoads
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass
from routing.pictures.canvas import Frame, LegendLine, document, dot, edges_path

SOUND = "#9aa0a6"
SEA = "#4a90c2"
DRAWN, GATEWAY = "#6a994e", "#bc5090"
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


class Beyond(NamedTuple):
    """Where the network stops: the roads that go on approximately, and how the legend calls them."""

    roads: JoinedRoads
    drawn: str
    gateways: str


def draw_check(
    network: Network, check: NetworkCheck, words: Mapping[FindingCode, str], *, beyond: Beyond | None = None
) -> str:
    """The picture as SVG text.

    Args:
        words: the name of each finding for the legend.
        beyond: what goes on from the network, drawn in with it.
    """
    frame = Frame(beyond.roads.network if beyond else network, len(check.findings) + (2 if beyond else 0))
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
    parts = [
        edges_path(network, frame, np.flatnonzero(chosen), colour, width_px)
        for chosen, colour, width_px in groups
        if chosen.any()
    ]
    legend = [LegendLine(COLOURS[f.code], f"{words[f.code]}: {f.count}") for f in check.findings]
    if beyond:
        drawn_parts, drawn_legend = _drawn_beyond(beyond, frame)
        parts += drawn_parts
        legend += drawn_legend
    for place, fine in zip(check.places, check.place_is_fine.tolist(), strict=True):
        parts.append(dot(frame, place.point.lat, place.point.lon, "" if fine else place.name, sound=fine))
    return document(beyond.roads.network if beyond else network, frame, network.label, parts, legend)


def _drawn_beyond(beyond: Beyond, frame: Frame) -> tuple[list[str], list[LegendLine]]:
    network, gateways = beyond.roads.network, beyond.roads.gateways
    drawn = np.setdiff1d(np.flatnonzero(network.edge_approximate & ~network.is_sea), gateways)
    parts = [
        edges_path(network, frame, edges, colour, width_px)
        for edges, colour, width_px in ((drawn, DRAWN, 2.2), (gateways, GATEWAY, 4.0))
        if len(edges)
    ]
    drawn_km = float(network.edge_length_m[drawn].sum()) / 1000
    return parts, [
        LegendLine(DRAWN, f"{beyond.drawn}: {drawn_km:.1f} km"),
        LegendLine(GATEWAY, f"{beyond.gateways}: {len(gateways)}"),
    ]
