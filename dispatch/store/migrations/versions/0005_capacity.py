"""What hospitals say they can take, by colour: a kind of row of their own."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = ("CREATE TABLE \"capacity\" PARTITION OF projection FOR VALUES IN ('capacity')",)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
