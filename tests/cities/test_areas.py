"""Which kelurahan a point is in, before and after the true polygons are imported."""

import json
from pathlib import Path
from typing import Any

import pytest

from cities import AreasError, City, areas_file, import_areas, load_city
from tests.cities.test_tanjungpinang import SHARED_DATA


@pytest.fixture(scope="module")
def city() -> City:
    return load_city("tanjungpinang")


def squares(city: City, **first: Any) -> dict[str, Any]:
    """A square of 400 m around each centroid; `first` changes properties of the first."""
    features = []
    for area in city.kelurahan:
        west, south, east, north = area.lon - 0.002, area.lat - 0.002, area.lon + 0.002, area.lat + 0.002
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"kode": area.code},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    features[0].update(first)
    return {"type": "FeatureCollection", "features": features}


def written(folder: Path, collection: object) -> Path:
    file = folder / "kelurahan.geojson"
    file.write_text(json.dumps(collection), encoding="utf-8")
    return file


def test_each_centroid_is_in_its_own_area(city: City) -> None:
    assert city.areas.approximate
    for kelurahan in city.kelurahan:
        area = city.area_at(kelurahan.lat, kelurahan.lon)
        assert area is not None
        assert area.kelurahan.code == kelurahan.code
        assert area.approximate
        assert area.distance_m == pytest.approx(0)


def test_imported_polygons_are_used_at_the_next_load(city: City, tmp_path: Path) -> None:
    file = written(tmp_path, squares(city))
    areas = import_areas(file, city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    assert not areas.approximate
    loaded = load_city(city.id, data_dir=tmp_path)
    sei_jang = next(area for area in loaded.kelurahan if area.name == "Sei Jang")
    inside = loaded.area_at(sei_jang.lat + 0.001, sei_jang.lon)
    assert inside is not None
    assert (inside.kelurahan.name, inside.approximate) == ("Sei Jang", False)
    assert inside.distance_m == pytest.approx(111.2, rel=0.01)
    at_sea = loaded.area_at(0.9281, 104.41)
    assert at_sea is not None
    assert (at_sea.kelurahan.name, at_sea.approximate) == ("Penyengat", True)


def test_borders_are_listed_by_code_once_they_are_imported(city: City, tmp_path: Path) -> None:
    assert city.areas.list_polygons() == []
    areas = import_areas(written(tmp_path, squares(city)), city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    listed = areas.list_polygons()
    assert [area.code for area, _ in listed] == sorted(area.code for area in city.kelurahan)
    for area, border in listed:
        assert border.centroid.coords[0] == pytest.approx((area.lon, area.lat))


def test_a_name_serves_where_there_is_no_code(city: City, tmp_path: Path) -> None:
    collection = squares(city, properties={"nama": "TANJUNGPINANG BARAT"})
    areas = import_areas(written(tmp_path, collection), city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    first = city.kelurahan[0]
    assert areas.area_at(first.lat, first.lon).kelurahan.code == "21.72.01.1001"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"properties": {"kode": "99.99.99.9999"}}, "neither the code nor the name"),
        ({"properties": {"kode": "21.72.01.1002"}}, "again"),
        ({"properties": None}, "no properties"),
        ({"geometry": None}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [104.4, 0.9]}}, "must be a polygon"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "must be a polygon"),
        (
            {
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[435000.0, 101000.0], [436000.0, 101000.0], [436000.0, 102000.0]]],
                }
            },
            "degrees",
        ),
        ({"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}, "geometry"),
    ],
)
def test_bad_files_are_refused_and_nothing_is_kept(
    city: City, tmp_path: Path, change: dict[str, Any], says: str
) -> None:
    file = written(tmp_path, squares(city, **change))
    with pytest.raises(AreasError, match=says):
        import_areas(file, city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    assert not areas_file(city.id, tmp_path).exists()


def test_a_missing_kelurahan_is_named(city: City, tmp_path: Path) -> None:
    collection = squares(city)
    del collection["features"][3]
    with pytest.raises(AreasError, match="Bukit Cermin"):
        import_areas(written(tmp_path, collection), city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)


@pytest.mark.parametrize("content", [[], {"type": "FeatureCollection"}, "x", {"features": 3}])
def test_what_is_no_collection(city: City, tmp_path: Path, content: object) -> None:
    with pytest.raises(AreasError, match="FeatureCollection"):
        import_areas(written(tmp_path, content), city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)


@pytest.mark.data
def test_the_true_polygons(city: City, tmp_path: Path) -> None:
    file = SHARED_DATA / "tanjungpinang" / "kelurahan.geojson"
    if not file.exists():
        pytest.skip(f"needs the data folder beside the checkout: {file.name} is absent")
    areas = import_areas(file, city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    found = [areas.area_at(area.lat, area.lon) for area in city.kelurahan]
    exact = [hit for hit in found if not hit.approximate]
    assert len(exact) >= 16
    assert all(hit.distance_m < 1.5 for hit in exact)
