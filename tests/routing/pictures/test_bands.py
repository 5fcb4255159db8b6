"""A network coloured by a quantity."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from routing import Point, RoutingInputError
from routing.pictures.bands import NONE, Marked, PointValues, draw_bands, edge_values, ramp
from tests.routing.worlds import line_network

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ["cepat", "lambat", "tidak ada"]


def drawn(values: PointValues, **options: object) -> ET.Element:
    text = draw_bands(line_network(), values, [10, 20], title="Uji <1>", words=WORDS, **options)  # type: ignore[arg-type]  # options are draw_bands' own
    return ET.fromstring(text)


def roads(picture: ET.Element) -> dict[str, list[list[tuple[float, float]]]]:
    """Per colour its lines."""
    found = {}
    for path in picture.iter(f"{SVG}path"):
        if path.get("stroke-linecap"):
            lines = [part for part in path.attrib["d"].split("M") if part]
            found[path.attrib["stroke"]] = [
                [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", line)] for line in lines
            ]
    return found


def test_each_edge_has_the_colour_of_its_band_and_none_is_left_out() -> None:
    found = roads(drawn(edge_values(line_network(), np.array([5.0, 20.0, np.nan]))))
    dark, pale = ramp(2)
    assert {colour: len(lines) for colour, lines in found.items()} == {dark: 1, pale: 1, NONE: 1}
    assert found[dark][0][1] == found[pale][0][0]  # the streets meet


def test_a_line_that_changes_its_band_on_the_way_has_no_gap() -> None:
    lonlat = np.column_stack((np.linspace(104.0, 104.01, 5), np.zeros(5)))
    found = roads(drawn(PointValues(np.zeros(5, dtype=np.int64), lonlat, np.array([1.0, 2.0, 15.0, 16.0, 30.0]))))
    dark, pale = ramp(2)
    assert [len(found[colour][0]) for colour in (dark, pale)] == [3, 3]
    assert found[dark][0][-1] == found[pale][0][0]


def test_dark_can_stand_for_the_high_end() -> None:
    dark, pale = ramp(2)
    values = edge_values(line_network(), np.array([5.0, 5.0, 15.0]))
    assert len(roads(drawn(values))[dark]) == 2
    assert len(roads(drawn(values, dark_is_high=True))[dark]) == 1
    assert len(roads(drawn(values, dark_is_high=True))[pale]) == 2


def test_title_words_notes_and_places_are_in_it() -> None:
    picture = drawn(
        edge_values(line_network(), np.zeros(3)),
        notes=["catatan & sumber"],
        places=[Marked("Puskesmas <A>", Point(0.0, 104.01)), Marked("di luar", Point(5.0, 104.0))],
    )
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert {"Uji <1>", "uji", *WORDS, "catatan & sumber", "Puskesmas <A>"} <= set(texts)
    assert "di luar" not in texts
    assert len(list(picture.iter(f"{SVG}circle"))) == 1


def test_the_ramp_grows_paler() -> None:
    light = [sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in ramp(6)]
    assert light == sorted(light)
    assert len(set(light)) == 6


@pytest.mark.parametrize("borders", [[], [2, 1], [1, 1], [1, 2, 3]])
def test_borders_must_ascend_and_have_words(borders: list[float]) -> None:
    with pytest.raises(RoutingInputError, match="borders"):
        draw_bands(line_network(), edge_values(line_network(), np.zeros(3)), borders, title="", words=WORDS)
