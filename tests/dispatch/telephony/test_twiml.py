"""Whatever a number or an id looks like, the document says it and nothing more."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from dispatch.telephony import twiml
from dispatch.telephony.incoming import call_id_of, find_caller_number

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip)
CALLBACKS = twiml.Callbacks.of("https://psc.test/", "tanjungpinang")


@given(st.lists(texts, min_size=1, max_size=4), texts)
def test_text_never_becomes_an_instruction(numbers: list[str], number: str) -> None:
    ringing = ElementTree.fromstring(twiml.ring_desks(numbers, CALLBACKS))
    assert [verb.tag for verb in ringing] == ["Dial"]
    assert [noun.text or "" for noun in ringing[0]] == numbers
    connecting = ElementTree.fromstring(twiml.connect(number, number))
    assert [verb.tag for verb in connecting] == ["Dial"]
    assert connecting[0].get("callerId") == number
    assert [verb.text or "" for verb in ElementTree.fromstring(twiml.hold(number))] == [number]


def test_an_address_with_a_slash_at_its_end_makes_no_double_slash() -> None:
    assert CALLBACKS.voice == "https://psc.test/api/telephony/twilio/tanjungpinang/voice"


@given(st.text(max_size=30))
def test_any_callers_number_is_a_plausible_one_or_none(text: str) -> None:
    number = find_caller_number(text)
    assert number is None or number.removeprefix("+").isdecimal()


def test_numbers_are_written_in_one_way() -> None:
    assert find_caller_number("+6281234567890") == find_caller_number("081234567890") == "+6281234567890"
    assert find_caller_number(None) is None
    assert find_caller_number("\u0661\u0661\u0662") is None
    assert find_caller_number("sip:ani@example.com") is None


def test_two_lines_are_two_calls_and_one_line_is_one() -> None:
    assert call_id_of("twilio", "CA1") == call_id_of("twilio", "CA1")
    assert len({call_id_of("twilio", "CA1"), call_id_of("twilio", "CA2"), call_id_of("other", "CA1")}) == 3
