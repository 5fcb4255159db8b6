"""A wrong profile names its file, its line, its field and what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cities import ProfileError, UnknownCityError, list_cities, load_city
from cities.document import read_document
from cities.load import PACKAGED

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Copy the packaged profile into a data folder as another city, with one text replaced."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "cities" / "kota-uji"
        shutil.copytree(PACKAGED / "tanjungpinang", folder)
        target = folder / file
        text = target.read_text(encoding="utf-8")
        assert old in text
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
        return target

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "says"),
    [
        ("units.yaml", "mode: motor", "mode: sepeda", "units.9.mode", "'motor'"),
        ("units.yaml", "turnout: trc", "turnouts: trc", "units.9.turnout", "missing"),
        (
            "units.yaml",
            "    turnout: kapal",
            "    turnout: kapal\n    warna: merah",
            "units.17.warna",
            "no field",
        ),
        ("units.yaml", "facility_id: psc119", "facility_id: psc911", "units.0.facility_id", "psc911"),
        (
            "units.yaml",
            "[ambulans, als, oksigen]",
            "[ambulans, terbang]",
            "units.0.equipment.capabilities.1",
            "terbang",
        ),
        ("units.yaml", "members: 6", "members: '6'", "units.9.team.members", "integer"),
        ("units.yaml", "id: amb-batu-10", "id: amb-sei-jang", "units.3", "twice"),
        ("profile.yaml", "zone: Asia/Jakarta", "zone: Asia/Tanjungpinang", "zone", "time zone"),
        ("profile.yaml", "south: 0.83", "south: 1.83", "bounding_box", "south"),
        ("profile.yaml", "south: 0.83", "south: .nan", "bounding_box.south", "number"),
        ("profile.yaml", 'number: "115"', "number: 115", "hotlines.3.number", "string"),
        ("profile.yaml", "id: tanjungpinang", "id: tanjungpinang\nid: kota", "id", "twice"),
        ("kelurahan.yaml", "code: 21.72.01.1001", "code: 21.71.01.1001", "kelurahan.0.code", "21.72"),
        ("kelurahan.yaml", "lat: 0.9159", "lat: 9.159", "kelurahan.0", "bounding_box"),
        ("facilities.yaml", "source: osm", "source: wikipedia", "facilities.2.position.source", "wikipedia"),
        ("hours.yaml", 'start: "14:30"', 'start: "15:30"', "turnout.1.hours", "14:30"),
        ("hours.yaml", 'end: "14:30"', 'end: "15:30"', "turnout.2.hours", "overlap"),
        ("hours.yaml", 'start: "07:30"', 'start: "7.30"', "turnout.1.hours.start", "time"),
        (
            "hours.yaml",
            "verified: false, assumption: Kru",
            "verified: true, assumption: Kru",
            "turnout.0",
            "assumption",
        ),
        (
            "hours.yaml",
            ", assumption: Kru PSC berjaga 24 jam di gedung PSC",
            "",
            "turnout.0",
            "say why",
        ),
        (
            "hours.yaml",
            "zone: darat, seconds: 900",
            "zone: darat, seconds: -900",
            "response_targets.0.targets.0.seconds",
            "0",
        ),
        ("hours.yaml", "priority: merah", "priority: hitam", "response_targets.0.targets.0.priority", "'hijau'"),
        ("hours.yaml", "zone: laut", "zone: darat", "response_targets.0.targets.1", "twice"),
        (
            "hours.yaml",
            "zone: darat, seconds: 900",
            "zone: darat, seconds: 2800",
            "response_targets.0.targets.0.seconds",
            "land",
        ),
        ("hours.yaml", 'valid_from: "2026-01-01"', 'valid_from: "1 Januari"', "response_targets.0.valid_from", "date"),
        (
            "hours.yaml",
            "response_targets:",
            'response_targets:\n  - {id: baru, valid_from: "2026-01-01", source: osm, verified: true, targets: []}',
            "response_targets.1.valid_from",
            "'baru'",
        ),
        ("speeds.yaml", "car_kmh: 45", "car_kmh: 450", "speeds.classes.0.car_kmh", "200"),
        ("speeds.yaml", "road_class: primary", "road_class: trunk", "speeds.classes.1", "twice"),
        ("speeds.yaml", "kind: skematik", "kind: jalan_laut", "speeds.spread.kinds.2", "twice"),
        ("speeds.yaml", "weekdays: [senin", "weekdays: [monday", "speeds.periods.1.windows.0.weekdays.0", "senin"),
        (
            "speeds.yaml",
            "windows: []",
            "windows: [{weekdays: [minggu], hours: {start: '12:00', end: '13:00'}}]",
            "speeds.periods",
            "windows",
        ),
        ("speeds.yaml", 'end: "05:00"', 'end: "06:31"', "speeds.periods.2.windows.0", "'malam' on senin at 06:30"),
        ("speeds.yaml", "trunk: 0.7", "trunk: 0", "speeds.periods.2.car.trunk", "0.1"),
        ("speeds.yaml", "lights_share: 0.5", "lights_share: 50", "speeds.periods.0.lights_share", "1"),
        ("water.yaml", "to_pier: dermaga-penyengat", "to_pier: dermaga-x", "boat_legs.0.to_pier", "dermaga-x"),
        (
            "water.yaml",
            'start: "07:00", end: "18:00"',
            'start: "06:59", end: "18:00"',
            "boat_legs.0.filling.1",
            "overlap",
        ),
        ("water.yaml", "hazards: &bahaya [cuaca", "hazards: &bahaya [badai", "boat_legs.0.hazards.0", "cuaca"),
    ],
)
def test_errors_point_at_the_place(
    edited: Edit, tmp_path: Path, *, file: str, old: str, new: str, field: str, says: str
) -> None:
    target = edited(file, old, new)
    with pytest.raises(ProfileError) as caught:
        load_city("kota-uji", data_dir=tmp_path)
    error = caught.value
    assert error.file == target
    assert error.field == field
    assert says in error.message
    assert str(error).startswith(f"{target}:{error.line}: {field}: ")


def test_the_line_is_the_line(edited: Edit, tmp_path: Path) -> None:
    target = edited("units.yaml", "mode: motor", "mode: sepeda")
    written = next(
        number
        for number, line in enumerate(target.read_text(encoding="utf-8").splitlines(), start=1)
        if "sepeda" in line
    )
    with pytest.raises(ProfileError) as caught:
        load_city("kota-uji", data_dir=tmp_path)
    assert caught.value.line == written


def test_broken_yaml_says_where(edited: Edit, tmp_path: Path) -> None:
    target = edited("water.yaml", "piers:", "piers: [")
    with pytest.raises(ProfileError) as caught:
        load_city("kota-uji", data_dir=tmp_path)
    assert caught.value.file == target
    assert "no valid YAML" in caught.value.message


@pytest.mark.parametrize("text", ["", "- satu\n- dua\n", "kata\n"])
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match="no mapping"):
        read_document([file])


def test_unreadable_file(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_bytes(b"name: \xff\xfe")
    with pytest.raises(ProfileError, match="cannot be read"):
        read_document([file])


def test_words_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("jam: 14:30\ntidak: no\ntanggal: 2025-08-25\nangka: 3\npecahan: 0.5\nada: true\nx:\n")
    assert read_document([file]).data == {
        "jam": "14:30",
        "tidak": "no",
        "tanggal": "2025-08-25",
        "angka": 3,
        "pecahan": 0.5,
        "ada": True,
        "x": None,
    }


@pytest.mark.parametrize("city_id", ["atlantis", "", ".", "../cities/tanjungpinang"])
def test_unknown_city_lists_the_known(city_id: str) -> None:
    with pytest.raises(UnknownCityError, match="tanjungpinang"):
        load_city(city_id)


def test_sections_in_the_data_folder_replace_the_packaged_ones(tmp_path: Path) -> None:
    folder = tmp_path / "cities" / "tanjungpinang"
    folder.mkdir(parents=True)
    (folder / "telepon.yaml").write_text(
        "operator_lines:\n"
        "  - {id: meja-1, name: Meja 1, number: '+62771000001', source: asumsi-proyek, verified: true}\n",
        encoding="utf-8",
    )
    city = load_city("tanjungpinang", data_dir=tmp_path)
    assert [line.number for line in city.operator_lines] == ["+62771000001"]
    assert len(city.units) == 18
    assert city.main_roads_file.parent == PACKAGED / "tanjungpinang"


def test_an_error_in_the_data_folder_names_that_file(tmp_path: Path) -> None:
    folder = tmp_path / "cities" / "tanjungpinang"
    folder.mkdir(parents=True)
    (folder / "telepon.yaml").write_text("operator_lines:\n  - {id: meja-1, number: null}\n", encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_city("tanjungpinang", data_dir=tmp_path)
    assert (caught.value.file, caught.value.line) == (folder / "telepon.yaml", 2)


def test_a_city_may_live_in_the_data_folder_alone(edited: Edit, tmp_path: Path) -> None:
    edited("profile.yaml", "name: Kota Tanjungpinang", "name: Kota Uji")
    assert list_cities(data_dir=tmp_path) == ["kota-uji", "tanjungpinang"]
    assert load_city("kota-uji", data_dir=tmp_path).name == "Kota Uji"
