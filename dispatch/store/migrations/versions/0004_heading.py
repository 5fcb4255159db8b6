"""Which way a unit was moving: it tells the carriageway from the one beside it. NULL where the fix did not say."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE position ADD COLUMN heading_deg double precision",
    "ALTER TABLE last_position ADD COLUMN heading_deg double precision",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
