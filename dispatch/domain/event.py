"""An event: something that happened, in the past tense, written once and never changed."""

import json
from dataclasses import dataclass, field
from typing import Any

from dispatch.domain.rows import Actor
from dispatch.domain.words import Source

SCHEMA_VERSION = 1
SYSTEM: Actor = {"id": "system", "name": "Sistem"}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, to whom, by whom and when.

    `data` holds plain JSON values; sensitive ones are already sealed. `occurred_at` is the corrected time,
    `raw_at` what the device's clock said. `on_behalf` names the way the word came in (radio, telephone, …).
    """

    type: str
    subjects: tuple[str, ...]
    occurred_at: str
    actor: Actor
    data: dict[str, Any]
    on_behalf: Source = Source.SCREEN
    raw_at: str | None = None
    command_id: str = ""
    version: int = field(default=SCHEMA_VERSION)

    def body(self) -> str:
        """The canonical JSON text that is hashed and stored: keys sorted, no spaces, UTF-8."""
        return canonical(
            {
                "v": self.version,
                "subjects": list(self.subjects),
                "occurred_at": self.occurred_at,
                "raw_at": self.raw_at,
                "actor": self.actor,
                "on_behalf": self.on_behalf,
                "command_id": self.command_id,
                "data": self.data,
            }
        )

    @classmethod
    def from_body(cls, type_: str, body: str) -> "Event":
        """Read an event back from the log."""
        read = json.loads(body)
        return cls(
            type=type_,
            subjects=tuple(read["subjects"]),
            occurred_at=read["occurred_at"],
            actor=read["actor"],
            data=read["data"],
            on_behalf=Source(read["on_behalf"]),
            raw_at=read["raw_at"],
            command_id=read["command_id"],
            version=read["v"],
        )


def canonical(value: Any) -> str:
    """JSON text with one spelling for one value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
