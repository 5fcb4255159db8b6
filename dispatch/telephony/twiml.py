"""What Twilio is told to do with a line, as TwiML. Pure.

Source: Twilio's reference of the verbs Dial, Enqueue, Hangup, Pause, Redirect and Say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

RING_S = 25  # then the caller is told that we are still here, and every desk rings again
WAIT_S = 15
LANGUAGE = "id-ID"
STAY = "Anda terhubung dengan PSC 119. Mohon tetap di telepon, petugas segera menjawab."


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Where Twilio asks on: absolute addresses, because live calls are also changed from outside a webhook."""

    voice: str
    dialled: str
    status: str

    @classmethod
    def of(cls, public_url: str, psc: str) -> "Callbacks":
        base = f"{public_url.rstrip('/')}/api/telephony/twilio/{psc}"
        return cls(voice=f"{base}/voice", dialled=f"{base}/dialled", status=f"{base}/status")


def ring_desks(numbers: Sequence[str], callbacks: Callbacks) -> str:
    """Ring every number at once; the caller hears the ringing. Without a number the caller is kept on the line."""
    if not numbers:
        return keep_on_line(callbacks)
    response = Element("Response")
    dial = SubElement(
        response, "Dial", action=callbacks.dialled, method="POST", timeout=str(RING_S), answerOnBridge="true"
    )
    for number in numbers:
        noun = SubElement(
            dial,
            "Number",
            statusCallback=callbacks.status,
            statusCallbackMethod="POST",
            statusCallbackEvent="answered completed",
        )
        noun.text = number
    return _document(response)


def keep_on_line(callbacks: Callbacks) -> str:
    """Ask the caller to stay, wait a little, and try the desks again: nobody who called is ever cut off by us."""
    response = Element("Response")
    SubElement(response, "Say", language=LANGUAGE).text = STAY
    SubElement(response, "Pause", length=str(WAIT_S))
    SubElement(response, "Redirect", method="POST").text = callbacks.voice
    return _document(response)


def ring_again(callbacks: Callbacks) -> str:
    """No desk picked up: say that we are here, and ring on at once."""
    response = Element("Response")
    SubElement(response, "Say", language=LANGUAGE).text = STAY
    SubElement(response, "Redirect", method="POST").text = callbacks.voice
    return _document(response)


def hold(queue: str) -> str:
    """Let the caller wait with the provider's music, in a queue of their own."""
    response = Element("Response")
    SubElement(response, "Enqueue").text = queue
    return _document(response)


def connect(number: str, caller_id: str) -> str:
    """Connect the line that was rung first to `number`."""
    response = Element("Response")
    dial = SubElement(response, "Dial", callerId=caller_id)
    SubElement(dial, "Number").text = number
    return _document(response)


def hang_up() -> str:
    response = Element("Response")
    SubElement(response, "Hangup")
    return _document(response)


def nothing() -> str:
    """For a callback whose answer changes nothing."""
    return _document(Element("Response"))


def _document(response: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")
