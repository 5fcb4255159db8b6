"""Who may come in: accounts, their roles, sessions, tablets, and who was signed in on which tablet when."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE account (
        id uuid PRIMARY KEY,
        username text NOT NULL UNIQUE CHECK (username = lower(username)),
        name text NOT NULL,
        password_hash text NOT NULL,
        grade text CHECK (grade IN ('perawat', 'bidan', 'dokter')),
        language text NOT NULL DEFAULT 'id' CHECK (language IN ('id', 'en')),
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL
    )""",
    # The scope of a role: the PSC itself, or one facility, hospital or unit in it.
    """CREATE TABLE account_role (
        account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
        psc text NOT NULL,
        role text NOT NULL CHECK (role IN ('operator', 'crew', 'coordinator', 'hospital', 'supervisor', 'admin')),
        scope text NOT NULL,
        PRIMARY KEY (account_id, psc, role, scope)
    )""",
    """CREATE TABLE device (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        psc text NOT NULL,
        unit_id text NOT NULL,
        label text,
        csrf text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
    )""",
    # One open login a device: the person its taps belong to.
    """CREATE TABLE device_login (
        id uuid PRIMARY KEY,
        device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
        psc text NOT NULL,
        unit_id text NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz
    )""",
    "CREATE UNIQUE INDEX device_login_one_open ON device_login (device_id) WHERE until IS NULL",
    "CREATE INDEX device_login_person ON device_login (device_id, account_id, since DESC)",
    """CREATE TABLE session (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
        device_id uuid REFERENCES device ON DELETE SET NULL,
        unit_id text,
        csrf text NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
    )""",
    "CREATE INDEX session_open ON session (account_id) WHERE ended_at IS NULL",
    "CREATE INDEX session_expires_at ON session (expires_at)",
    # `subject` is a digest: people type passwords into the field for their name.
    """CREATE TABLE login_attempt (
        subject bytea NOT NULL,
        address text NOT NULL,
        attempts int NOT NULL,
        last_at timestamptz NOT NULL,
        PRIMARY KEY (subject, address)
    )""",
    "CREATE INDEX login_attempt_last_at ON login_attempt (last_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
