"""Quality review: a kind of row of its own, and quick ways to the overrides it lists."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    "CREATE TABLE \"review\" PARTITION OF projection FOR VALUES IN ('review')",
    "CREATE INDEX review_taken_at ON review (stream, (data->>'taken_at'))",
    """CREATE INDEX task_overridden ON task (stream, (data->>'assigned_at'))
        WHERE data->>'override_reason' IS NOT NULL""",
    "CREATE INDEX event_lowered ON event (stream, occurred_at) WHERE type = 'patient.lowered'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
