"""From what was seen of a victim to the colour that START or JumpSTART proposes."""

from dispatch.domain.words import TagMethod
from dispatch.mass_casualty.schemas import Findings
from triage.scores import Tagged, jumpstart, start

# A breath rate on the good and on the bad side of each method's limit: a tablet asks for the side, not for the number.
_START_RATE = {True: 30, False: 31}
_JUMPSTART_RATE = {True: 45, False: 46}


def propose(method: TagMethod, findings: Findings | None) -> Tagged | None:
    """What the method makes of the findings; None without findings, or where a person judged by themselves."""
    if findings is None:
        return None
    if method is TagMethod.START:
        return start(
            walks=findings.walks,
            breathing=findings.breathing,
            rate=None if findings.rate_ok is None else _START_RATE[findings.rate_ok],
            perfused=findings.pulse,
            obeys=findings.obeys,
        )
    if method is TagMethod.JUMPSTART:
        return jumpstart(
            walks=findings.walks,
            breathing=findings.breathing,
            rate=None if findings.rate_ok is None else _JUMPSTART_RATE[findings.rate_ok],
            pulse_felt=findings.pulse,
            responds=findings.obeys,
        )
    return None
