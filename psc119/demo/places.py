"""Where callers are: streets and landmarks by kelurahan, with a point on land near its centroid."""

import json
import math
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from cities.city import City
from cities.profile import Kelurahan

NEAR_M = 350.0
"""How far from the centroid a point is drawn."""

TRIES = 12
METRES_A_DEGREE = 111_320.0

# Streets of each kelurahan with a landmark such as callers name; house numbers are drawn.
STREETS: dict[str, tuple[tuple[str, str], ...]] = {
    "21.72.01.1001": (("Jl. Sumatera", "seberang pangkalan ojek"), ("Jl. Tugu Pahlawan", "dekat tugu")),
    "21.72.01.1002": (("Jl. Bakar Batu", "belakang warung kopi"), ("Jl. Kamboja", "gang sebelah apotek")),
    "21.72.01.1003": (("Jl. Brigjen Katamso", "dekat lampu merah"), ("Jl. Ir. Sutami", "depan bengkel")),
    "21.72.01.1004": (("Jl. Usman Harun", "di bawah tanjakan"), ("Jl. Bukit Cermin", "dekat surau")),
    "21.72.02.1001": (("Jl. Kota Piring", "dekat jembatan"), ("Jl. DI Panjaitan Km 7", "masuk gang masjid")),
    "21.72.02.1002": (("Jl. Sultan Mahmud", "belakang sekolah"), ("Jl. Kampung Bulang", "dekat lapangan voli")),
    "21.72.02.1003": (("Jl. WR Supratman Km 8", "perumahan sebelah minimarket"), ("Jl. Air Raja", "dekat waduk")),
    "21.72.02.1004": (("Jl. DI Panjaitan Km 9", "ruko cat biru"), ("Jl. Hanjoyo Putro", "dekat kantor pos kecil")),
    "21.72.02.1005": (("Jl. Adi Sucipto Km 11", "simpang tiga sebelum bandara"), ("Jl. Nusantara Km 12", "blok C")),
    "21.72.03.1001": (("Jl. Merdeka", "dekat pelantar"), ("Jl. Teuku Umar", "lantai dua di atas toko emas")),
    "21.72.03.1003": (("Jl. Senggarang", "dekat vihara"), ("Pelantar Senggarang", "rumah panggung ujung")),
    "21.72.03.1004": (("Kampung Datuk", "belakang masjid raya"), ("Kampung Ladi", "dekat dermaga kecil")),
    "21.72.03.1005": (("Jl. Daeng Celak", "dekat lapangan"), ("Kampung Bugis RT 3", "rumah cat hijau")),
    "21.72.04.1001": (("Jl. Pemuda", "seberang sekolah"), ("Jl. Basuki Rahmat", "samping fotokopi")),
    "21.72.04.1002": (("Jl. Dompak Lama", "dekat jembatan kayu"), ("Jl. Tanjung Siambang", "tepi pantai")),
    "21.72.04.1003": (("Jl. MT Haryono Km 3", "gang samping toko roti"), ("Jl. Wonosari", "dekat pos ronda")),
    "21.72.04.1004": (("Jl. Sei Jang", "gang Merpati"), ("Jl. Ahmad Yani Km 5", "seberang SPBU")),
    "21.72.04.1005": (("Jl. Sultan Machmud", "dekat pasar"), ("Jl. Gang Waru", "rumah pojok")),
}

# How often a call comes from a kelurahan, roughly as its kecamatan is peopled (facts 7); Penyengat now and then.
_WEIGHTS = {"21.72.01": 3.0, "21.72.02": 5.0, "21.72.03": 1.5, "21.72.04": 4.0}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a caller is, in the caller's words and on the ground."""

    kelurahan: Kelurahan
    address: str
    patokan: str
    lat: float
    lon: float


def draw_spot(city: City, draw: random.Random) -> Spot:
    """Somewhere in the city."""
    areas = [area for area in city.kelurahan if area.code in STREETS]
    area = draw.choices(areas, [_WEIGHTS.get(area.code[:8], 1.0) for area in areas])[0]
    return spot_in(city, area, draw)


def spot_in(city: City, area: Kelurahan, draw: random.Random) -> Spot:
    """Somewhere in one kelurahan, on land; its centroid where no other point was found."""
    street, landmark = draw.choice(STREETS[area.code])
    lat, lon = _point_near(city, area, draw)
    return Spot(area, f"{street} No. {draw.randint(1, 98)}", landmark, lat, lon)


def _point_near(city: City, area: Kelurahan, draw: random.Random) -> tuple[float, float]:
    land = _land(city.outline_file)
    for _ in range(TRIES):
        distance_m, bearing = NEAR_M * math.sqrt(draw.random()), draw.random() * math.tau
        lat = area.lat + distance_m * math.cos(bearing) / METRES_A_DEGREE
        lon = area.lon + distance_m * math.sin(bearing) / (METRES_A_DEGREE * math.cos(math.radians(area.lat)))
        found = city.area_at(lat, lon)
        if found is not None and found.kelurahan.code == area.code and land.contains(Point(lon, lat)):
            return round(lat, 6), round(lon, 6)
    return area.lat, area.lon


@lru_cache(maxsize=4)
def _land(outline_file: Path) -> BaseGeometry:
    features = json.loads(outline_file.read_text())["features"]
    return unary_union([shape(feature["geometry"]) for feature in features])
