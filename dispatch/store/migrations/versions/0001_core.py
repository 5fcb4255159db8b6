"""The event log, the rows it projects to, and what stands beside them."""

from alembic import op

revision = "0001"
down_revision = None

KINDS = (
    "call",
    "incident",
    "patient",
    "task",
    "unit",
    "person",
    "seat",
    "handover",
    "deadline",
)

STATEMENTS = (
    """CREATE TABLE stream (
        stream text PRIMARY KEY,
        seq bigint NOT NULL DEFAULT 0,
        hash bytea NOT NULL DEFAULT ''::bytea,
        recorded_at timestamptz NOT NULL DEFAULT '-infinity',
        epoch uuid NOT NULL DEFAULT gen_random_uuid()
    )""",
    """CREATE TABLE event (
        stream text NOT NULL,
        seq bigint NOT NULL,
        type text NOT NULL,
        subjects text[] NOT NULL,
        occurred_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        command_id uuid NOT NULL,
        body text NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (stream, seq)
    )""",
    "CREATE INDEX event_subjects ON event USING gin (subjects)",
    """CREATE TABLE stream_change (
        stream text NOT NULL,
        seq bigint NOT NULL,
        prev bigint NOT NULL,
        changes jsonb NOT NULL,
        PRIMARY KEY (stream, seq)
    )""",
    """CREATE TABLE command (
        stream text NOT NULL,
        command_id uuid NOT NULL,
        actor text NOT NULL,
        fingerprint text NOT NULL,
        answer text NOT NULL,
        seq bigint NOT NULL,
        PRIMARY KEY (stream, command_id)
    )""",
    """CREATE TABLE projection (
        kind text NOT NULL,
        stream text NOT NULL,
        id text NOT NULL,
        version bigint NOT NULL,
        data jsonb NOT NULL,
        PRIMARY KEY (stream, id, kind)
    ) PARTITION BY LIST (kind)""",
    *(f"CREATE TABLE \"{kind}\" PARTITION OF projection FOR VALUES IN ('{kind}')" for kind in KINDS),
    # One unit, one active task; one person, one active task: the database says so, whatever the program thinks.
    """CREATE UNIQUE INDEX task_one_active_per_unit ON task (stream, (data->>'unit_id'))
        WHERE (data->>'active')::boolean""",
    """CREATE UNIQUE INDEX seat_one_active_per_person ON seat (stream, (data->>'person_id'))
        WHERE (data->>'active')::boolean""",
    "CREATE UNIQUE INDEX incident_number ON incident (stream, (data->>'number'))",
    """CREATE INDEX incident_open ON incident (stream, id) WHERE data->>'state' <> 'closed'""",
    """CREATE INDEX incident_closed_at ON incident (stream, (data->>'closed_at') DESC)""",
    """CREATE INDEX call_phone ON call (stream, (data->>'phone_hmac'))""",
    """CREATE INDEX call_closed_at ON call (stream, (data->>'closed_at') DESC)""",
    """CREATE INDEX call_leg ON call (stream, (data->>'leg_id')) WHERE data->>'leg_id' IS NOT NULL""",
    "CREATE INDEX task_incident ON task (stream, (data->>'incident_id'))",
    "CREATE INDEX patient_incident ON patient (stream, (data->>'incident_id'))",
    "CREATE INDEX handover_incident ON handover (stream, (data->>'incident_id'))",
    "CREATE INDEX deadline_due ON deadline ((data->>'due_at'))",
    """CREATE TABLE deadline_claim (
        stream text NOT NULL,
        id text NOT NULL,
        due_at text NOT NULL,
        claimed_until timestamptz NOT NULL,
        PRIMARY KEY (stream, id, due_at)
    )""",
    """CREATE TABLE subject_key (
        key_id text PRIMARY KEY,
        stream text NOT NULL,
        subject text NOT NULL,
        wrapped text,
        created_at timestamptz NOT NULL DEFAULT now(),
        destroyed_at timestamptz
    )""",
    """CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        stream text NOT NULL,
        seq bigint NOT NULL,
        channel text NOT NULL,
        key_id text,
        payload text NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT now(),
        delivered_at timestamptz,
        last_error text
    )""",
    "CREATE INDEX outbox_waiting ON outbox (next_at) WHERE delivered_at IS NULL",
    """CREATE TABLE numbering (
        stream text NOT NULL,
        name text NOT NULL,
        value bigint NOT NULL,
        PRIMARY KEY (stream, name)
    )""",
    """CREATE TABLE position (
        stream text NOT NULL,
        unit_id text NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        lat double precision NOT NULL,
        lon double precision NOT NULL,
        accuracy_m real,
        speed_kmh real,
        source text NOT NULL
    ) PARTITION BY RANGE (recorded_at)""",
    "CREATE TABLE position_rest PARTITION OF position DEFAULT",
    "CREATE INDEX position_latest ON position (stream, unit_id, recorded_at DESC)",
    """CREATE TABLE last_position (
        stream text NOT NULL,
        unit_id text NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        lat double precision NOT NULL,
        lon double precision NOT NULL,
        accuracy_m real,
        speed_kmh real,
        source text NOT NULL,
        PRIMARY KEY (stream, unit_id)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
