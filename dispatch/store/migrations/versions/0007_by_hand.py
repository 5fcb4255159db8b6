"""Colours given by hand are found by their time: those lowered, and the tags of victims."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    "DROP INDEX event_lowered",
    """CREATE INDEX event_by_hand ON event (stream, occurred_at)
        WHERE type IN ('patient.lowered', 'victim.tagged', 'victim.retagged')""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
