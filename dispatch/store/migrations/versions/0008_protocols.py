"""Protocol versions: a kind of row, their content by its hash, and who may sign them."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    "CREATE TABLE \"protocol\" PARTITION OF projection FOR VALUES IN ('protocol')",
    "CREATE UNIQUE INDEX protocol_one_in_use ON protocol (stream) WHERE (data->>'in_use')::boolean",
    """CREATE TABLE protocol_content (
        version text PRIMARY KEY,
        files text NOT NULL,
        comments text NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now()
    )""",
    "ALTER TABLE account_role DROP CONSTRAINT account_role_role_check",
    """ALTER TABLE account_role ADD CONSTRAINT account_role_role_check CHECK (role IN
        ('operator', 'crew', 'coordinator', 'hospital', 'supervisor', 'admin', 'medical_director'))""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
