"""Printed tags: a QR code a number, and nothing about a person in it."""

from xml.etree import ElementTree

from dispatch.mass_casualty.sheet import PER_SHEET, Tags, qr_text, tag_sheet

TAGS = Tags("kota-latihan", "PSC 119 <Kota>", "M-0007", "B", 13, training=True)


def test_a_tag_says_psc_incident_and_number_and_no_more() -> None:
    assert qr_text(TAGS, "B13") == "PSC119:kota-latihan:M-0007:B13"


def test_a_sheet_has_each_number_once_and_is_marked_as_practice() -> None:
    sheet = ElementTree.fromstring(tag_sheet(TAGS))
    texts = [element.text for element in sheet.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text in TAGS.numbers] == TAGS.numbers == [f"B{n}" for n in range(13, 25)]
    assert texts.count("LATIHAN") == PER_SHEET
    assert "M-0007 · PSC 119 <Kota>" in texts
    assert "LATIHAN" not in tag_sheet(Tags("kota", "PSC", "M-0001", "A", 1, training=False))
