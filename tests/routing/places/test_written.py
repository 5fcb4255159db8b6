"""Coordinates, links and plus codes as people type and paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openlocationcode import openlocationcode

from routing import HitNote, Point
from routing.places.written import Written, find_written

REFERENCE = Point(0.909, 104.4705)


def in_city(point: Point) -> bool:
    return 0.8 <= point.lat <= 1.0 and 104.3 <= point.lon <= 104.7


def read(text: str) -> Written | None:
    return find_written(text, reference=REFERENCE, is_in_city=in_city)


@pytest.mark.parametrize(
    "text",
    [
        "0.9181, 104.4700",
        "0.9181,104.47",
        "0.9181 104.47",
        "(0.9181; 104.4700)",
        "0,9181, 104,4700",
        "0,9181 104,4700",
        "0.9181° N, 104.4700° E",
        "0.9181 LU 104.47 BT",
        "104.47 BT, 0.9181 LU",
        "0°55'05.16\"N 104°28'12\"E",
        "0°55'5,16\" LU, 104°28' BT 12",
        "posisi saya 0.9181, 104.470 dekat warung",
        "https://www.google.com/maps/@0.9181,104.47,17z",
        "https://www.google.com/maps/place/Toko/@0.90,104.40,17z/data=!3m1!4b1!4m5!3m4!1s0x0:0x0!8m2!3d0.9181!4d104.47",
        "https://maps.google.com/?q=0.9181,104.47",
        "https://www.google.com/maps/search/?api=1&query=0.9181%2C104.47",
        "https://maps.google.com/maps?q=loc:0.9181,104.47&z=15",
        "maps.google.com/maps?daddr=0.9181,104.47",
        "geo:0.9181,104.47?z=15",
        "https://www.openstreetmap.org/?mlat=0.9181&mlon=104.47#map=17/0.9/104.4",
        "https://www.openstreetmap.org/#map=17/0.9181/104.47",
        "https://waze.com/ul?ll=0.9181,104.47&navigate=yes",
    ],
)
def test_a_position_is_read(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.point == pytest.approx((0.9181, 104.47), abs=0.004)
    assert found.note_code is None


@pytest.mark.parametrize("text", ["104.47, 0.9181", "104,4700 0,9181", "https://maps.google.com/?q=104.47,0.9181"])
def test_swapped_is_put_right_and_said(text: str) -> None:
    assert read(text) == Written(Point(0.9181, 104.47), None, HitNote.TERTUKAR)


def test_the_city_decides_where_both_orders_are_on_the_earth() -> None:
    def near_zero(point: Point) -> bool:
        return abs(point.lat - 5) < 1 and abs(point.lon - 50) < 1

    swapped = find_written("50.1, 5.2", reference=Point(5, 50), is_in_city=near_zero)
    assert swapped == Written(Point(5.2, 50.1), None, HitNote.TERTUKAR)
    right = find_written("5.2, 50.1", reference=Point(5, 50), is_in_city=near_zero)
    assert right == Written(Point(5.2, 50.1), None, None)


def test_far_away_is_taken_and_said() -> None:
    assert read("-6.2000, 106.8166") == Written(Point(-6.2, 106.8166), None, HitNote.DI_LUAR_KOTA)
    assert read("6.2 LS 106.8166 BT") == Written(Point(-6.2, 106.8166), None, HitNote.DI_LUAR_KOTA)


@pytest.mark.parametrize(
    "text",
    ["Batu 9", "9, 10", "Jl. Ahmad Yani 12 14", "RT 02 RW 05", "0771-7335203", "200.5, 300.5", "", "0.9181", "km 9.5",
     "https://maps.app.goo.gl/abc123", "08123456789 0812345678"],
)  # fmt: skip
def test_what_is_no_position(text: str) -> None:
    assert read(text) is None


def test_plus_codes_full_short_and_coarse() -> None:
    code = openlocationcode.encode(0.9181, 104.47)
    for text in (
        code,
        code.lower(),
        f"rumah di {code}",
        code[4:],
        f"{code[4:]} Tanjungpinang",
        code.replace("+", "%2B"),
    ):
        found = read(text)
        assert found is not None
        assert found.code == code
        assert found.point == pytest.approx((0.9181, 104.47), abs=1e-4)
        assert found.note_code is None
    coarse = read(f"{code[:6]}00+")
    assert coarse is not None
    assert coarse.note_code is HitNote.TITIK_TENGAH
    assert coarse.radius_m == pytest.approx(3930, rel=0.01)  # half the diagonal of a twentieth of a degree
    assert read("C+") is None
    assert read("ABC+DEF") is None


@given(st.floats(0.81, 0.99), st.floats(104.31, 104.69), st.booleans())
def test_every_point_of_the_city_survives_being_written(lat: float, lon: float, swapped: bool) -> None:
    text = f"{lon:.6f}, {lat:.6f}" if swapped else f"{lat:.6f}, {lon:.6f}"
    found = read(text)
    assert found is not None
    assert found.point == pytest.approx((lat, lon), abs=1e-6)
    assert (found.note_code is HitNote.TERTUKAR) == swapped


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    found = read(text)
    assert found is None or (abs(found.point.lat) <= 90 and abs(found.point.lon) <= 180)
