"""A network coloured by a quantity in bands: one hue from dark to pale, because colour alone means urgency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from routing.errors import RoutingInputError
from routing.geo import FloatArray, IntArray, Point
from routing.network.network import Network
from routing.pictures.canvas import Frame, LegendLine, document, dot, lines_path

NONE = "#d9dadc"
"""Roads in no band."""

DARKEST, PALEST = (0x16, 0x26, 0x38), (0xA9, 0xBF, 0xD4)
"""The ends of the ramp, slate; the palest still stands out from white and from `NONE`."""

WIDEST_PX, NARROWEST_PX, NONE_PX = 3.2, 1.6, 0.8


class PointValues(NamedTuple):
    """A quantity at points along roads, edge after edge, each edge's points in their order.

    Args:
        value: NaN or inf where there is none.
    """

    edge: IntArray
    lonlat: FloatArray
    value: FloatArray


class Marked(NamedTuple):
    """A place with a name on the picture."""

    name: str
    point: Point


def edge_values(network: Network, value: FloatArray) -> PointValues:
    """A quantity per edge, at the points of the edges' shapes."""
    edge = np.repeat(np.arange(network.edge_count), np.diff(network.geometry_offset))
    return PointValues(edge, np.column_stack((network.geometry_lon, network.geometry_lat)), value[edge])


def ramp(count: int) -> list[str]:
    """Colours from dark to pale."""
    shares = np.linspace(0, 1, count) if count > 1 else np.zeros(1)
    mixed = np.array(DARKEST) + shares[:, None] * (np.array(PALEST) - np.array(DARKEST))
    return ["#" + "".join(f"{round(part):02x}" for part in colour) for colour in mixed.tolist()]


def draw_bands(
    network: Network,
    values: PointValues,
    borders: Sequence[float],
    *,
    title: str,
    words: Sequence[str],
    dark_is_high: bool = False,
    notes: Sequence[str] = (),
    places: Sequence[Marked] = (),
) -> str:
    """The picture as SVG text.

    Args:
        borders: upper ends of the bands, ascending; what is above the last, or not finite, is in none.
        words: what each band is called, and last what it is called to be in none.
        dark_is_high: dark stands for the highest band; otherwise for the lowest.
        notes: lines of text under the legend.

    Raises:
        RoutingInputError: borders that do not ascend, or words that are not one more than the borders.
    """
    if not borders or list(borders) != sorted(set(borders)) or len(words) != len(borders) + 1:
        raise RoutingInputError(f"borders {list(borders)} must ascend and have one word each, and one more")
    legend_count = len(words) + len(notes) + (1 if notes else 0)
    frame = Frame(network, legend_count)
    value = np.where(np.isfinite(values.value), values.value, np.inf)
    band = np.searchsorted(np.asarray(borders, dtype=np.float64), value, side="left")
    colours, widths = ramp(len(borders)), np.linspace(WIDEST_PX, NARROWEST_PX, len(borders)).tolist()
    if dark_is_high:
        colours, widths = colours[::-1], widths[::-1]
    colours, widths = [*colours, NONE], [*widths, NONE_PX]
    runs = _runs(frame, values, band, len(words))
    # What is in no band lies below, and dark above pale.
    order = sorted(range(len(words)), key=lambda number: widths[number])
    parts = [lines_path(runs[number], colours[number], widths[number]) for number in order if runs[number]]
    parts += [dot(frame, place.point.lat, place.point.lon, place.name) for place in places]
    legend = [LegendLine(colour, word) for colour, word in zip(colours, words, strict=True)]
    if notes:
        legend += [LegendLine(None, text) for text in ("", *notes)]
    return document(network, frame, title, parts, legend)


def _runs(frame: Frame, values: PointValues, band: IntArray, bands: int) -> list[list[FloatArray]]:
    """Per band its lines in pixels. A line goes on to the first point of the next band, so that no gap is left."""
    at = frame.place(values.lonlat[:, 1], values.lonlat[:, 0])
    runs: list[list[FloatArray]] = [[] for _ in range(bands)]
    starts = (
        np.flatnonzero(
            np.concatenate(([True], (band[1:] != band[:-1]) | (values.edge[1:] != values.edge[:-1])))
        ).tolist()
        if len(band)
        else []
    )
    for start, end in zip(starts, [*starts[1:], len(band)], strict=True):
        goes_on = end < len(band) and values.edge[end] == values.edge[start]
        runs[int(band[start])].append(at[start : end + 1 if goes_on else end])
    return runs
