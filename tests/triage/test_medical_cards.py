"""Complaints 3 and 6 to 18: what the caller is led through first. What comes out is in the cards' worked cases."""

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context

MAN = Context(30, "L", False)


@pytest.mark.parametrize(
    ("card_id", "answers", "first"),
    [
        ("tersedak", {"jalan_napas": "tidak_bisa"}, "tersedak"),
        ("stroke", {"wajah": "ya", "sejak": "dalam_24_jam"}, "stroke"),
        ("kejang", {"keadaan_kejang": "masih"}, "kejang"),
        ("diabetes", {"gula": "rendah"}, "hipoglikemia"),
        ("alergi", {"bengkak": "lidah"}, "anafilaksis"),
        ("gigitan_ular", {}, "gigitan_ular"),
        ("gigitan_hewan", {}, "cuci_luka_gigitan"),
        ("keracunan", {"bahan": "kimia"}, "keracunan"),
        ("luka_bakar", {}, "luka_bakar"),
        ("luka_perdarahan", {"perdarahan": "deras"}, "tekan_perdarahan"),
        ("nyeri_perut", {"berat": "hebat"}, "puasa_miring"),
    ],
)
def test_the_caller_is_first_led_through_what_saves(card_id: str, answers: dict[str, str], first: str) -> None:
    assert assess(card_id, answers, MAN).instructions[0] == first


def test_heavy_bleeding_of_a_limb_leads_to_the_tourniquet_and_back() -> None:
    graphs = PROTOCOL.instructions
    assert "torniket" in {reply.graph for reply in graphs["tekan_perdarahan"].by_id["cek"].replies}
    assert "tekan_perdarahan" in {reply.graph for reply in graphs["torniket"].by_id["letak"].replies}


def test_choking_has_a_way_for_each_age() -> None:
    ways = {reply.next for reply in PROTOCOL.instructions["tersedak"].by_id["batuk"].replies}
    assert {"punggung", "anak", "bayi"} <= ways
