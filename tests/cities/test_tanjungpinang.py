"""The packaged profile says what the sources say, and marks what they do not."""

import csv
import os
from collections import Counter
from datetime import time
from pathlib import Path

import pytest

from cities import City, list_cities, load_city
from cities.profile import FacilityKind, UnitKind, Zone

SHARED_DATA = Path(os.environ.get("PSC119_SHARED_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))


@pytest.fixture(scope="module")
def city() -> City:
    return load_city("tanjungpinang")


def test_identity(city: City) -> None:
    assert "tanjungpinang" in list_cities()
    assert city.stream == "psc:tanjungpinang"
    assert city.region_code == "21.72"
    assert city.tz.key == "Asia/Jakarta"
    assert city.population.count == 239_216


def test_eighteen_kelurahan_in_four_kecamatan(city: City) -> None:
    per_kecamatan = Counter(area.kecamatan_code for area in city.kelurahan)
    assert sorted(per_kecamatan.values()) == [4, 4, 5, 5]
    trap = city.find_kelurahan("21.72.04.1001")
    assert trap is not None
    assert (trap.name, trap.kecamatan) == ("Tanjung Pinang Timur", "Bukit Bestari")
    assert [area.name for area in city.kelurahan if area.zone is Zone.LAUT] == ["Penyengat"]


def test_facilities(city: City) -> None:
    assert len(city.list_facilities(FacilityKind.PUSKESMAS)) == 8
    hospitals = {facility.id: facility.hospital for facility in city.list_facilities(FacilityKind.RS)}
    assert set(hospitals) == {"rsud-rat", "rsud-kota", "rsal"}
    assert hospitals["rsud-rat"] is not None
    assert hospitals["rsud-rat"].hospital_class == "B"
    assert hospitals["rsud-kota"] is not None
    assert hospitals["rsud-kota"].beds == 153
    assert city.psc.id == "psc119"


def test_fleet(city: City) -> None:
    kinds = Counter(unit.kind for unit in city.units)
    assert kinds == {UnitKind.AMBULANS: 9, UnitKind.TRC: 8, UnitKind.KAPAL: 1}
    puskesmas = {facility.id for facility in city.list_facilities(FacilityKind.PUSKESMAS)}
    for kind in (UnitKind.AMBULANS, UnitKind.TRC):
        homes = {unit.facility_id for unit in city.units if unit.kind is kind}
        assert puskesmas <= homes
    assert sum(unit.members or 0 for unit in city.units) == 44
    assert all(unit.team is None or unit.team.assumption for unit in city.units)
    boat = city.get_unit("kapal-1")
    assert not boat.verified
    assert boat.note is not None
    assert "Belum diverifikasi" in boat.note


def test_penyengat_has_no_public_boat_at_night(city: City) -> None:
    leg = next(leg for leg in city.boat_legs if leg.id == "pompong-penyengat")
    assert leg.duration_s == 900
    (hours,) = leg.hours
    assert str(hours) == "05:30-22:00 setiap hari"
    assert hours.hours.contains(time(5, 30))
    assert not hours.hours.contains(time(22, 0))
    assert not hours.hours.contains(time(2, 0))


def test_what_nobody_knows_of_the_boats_is_said(city: City) -> None:
    for leg in city.boat_legs:
        assert leg.stretcher is None
        assert all(filling.assumption and not filling.verified for filling in leg.filling)
    penyengat = next(pier for pier in city.piers if pier.id == "dermaga-penyengat")
    assert penyengat.vehicle is not None
    assert not penyengat.vehicle.verified


def test_unverified_things_are_listed_with_their_place(city: City) -> None:
    unverified = dict(city.list_unverified())
    units = {unit.id: index for index, unit in enumerate(city.units)}
    assert f"units.{units['kapal-1']}" in unverified
    assert f"units.{units['psc-1']}" not in unverified
    assert f"units.{units['psc-1']}.equipment" in unverified
    assert all(rule.assumption for rule in city.turnout)
    for path, fact in unverified.items():
        assert fact.assumption or fact.note, path


def test_only_sourced_coordinates_count_as_verified(city: City) -> None:
    verified = {facility.id for facility in city.facilities if facility.position.verified}
    assert verified == {"polresta", "bandara-rhf"}


@pytest.mark.data
def test_kelurahan_equal_the_source_file(city: City) -> None:
    file = SHARED_DATA / "tanjungpinang" / "kelurahan.csv"
    if not file.exists():
        pytest.skip(f"needs the data folder beside the checkout: {file.name} is absent")
    with file.open(encoding="utf-8") as lines:
        rows = {row["kode"]: row for row in csv.DictReader(lines)}
    assert rows.keys() == {area.code for area in city.kelurahan}
    for area in city.kelurahan:
        row = rows[area.code]
        assert (area.name, area.kecamatan) == (row["kelurahan"], row["kecamatan"])
        assert area.lat == pytest.approx(float(row["centroid_lat"]), abs=6e-5)
        assert area.lon == pytest.approx(float(row["centroid_lon"]), abs=6e-5)


def test_lookups(city: City) -> None:
    assert city.find_unit("tidak-ada") is None
    assert city.find_facility("tidak-ada") is None
    assert city.find_kelurahan("21.72.09.1001") is None
    with pytest.raises(KeyError):
        city.get_unit("tidak-ada")
    with pytest.raises(KeyError):
        city.get_facility("tidak-ada")
    assert city.get_facility("pkm-sei-jang").name == "Puskesmas Sei Jang"
    assert city.partners()["kapal"] == ("basarnas_115", "polairud", "bpbd")


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (0.909, 104.47, True),
        (0.79, 104.47, True),
        (1.13, 104.05, False),
        (-6.2, 106.8, False),
        (float("nan"), 104.47, False),
        (104.47, 0.909, False),
    ],
)
def test_contains(city: City, lat: float, lon: float, inside: bool) -> None:
    assert city.contains(lat, lon) is inside
    assert (city.area_at(lat, lon) is not None) is inside


def test_turnout_rules_of_a_unit(city: City) -> None:
    rules = city.list_turnout_rules(city.get_unit("trc-batu-10"))
    by_day = next(rule for rule in rules if rule.hours.contains(time(9, 0)))
    by_night = next(rule for rule in rules if rule.hours.contains(time(2, 0)))
    assert by_day.seconds < by_night.seconds
