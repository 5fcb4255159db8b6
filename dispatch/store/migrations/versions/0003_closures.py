"""Closures of streets and boat legs: a kind of row of their own."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "CREATE TABLE \"closure\" PARTITION OF projection FOR VALUES IN ('closure')",
    "CREATE INDEX closure_open ON closure (stream, id) WHERE data->>'ended_at' IS NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
