-- The one place where the log and the rows change together.
-- It takes the stream's row lock first; whoever waits here sees the state after the wait (a plpgsql function takes a
-- new snapshot for each statement), so the versions it compares are the true ones.
CREATE OR REPLACE FUNCTION append(
    p_stream text,
    p_command_id uuid,
    p_actor text,
    p_fingerprint text,
    p_answer text,
    p_expected jsonb,   -- [{kind, id, version}] of every row the decision read
    p_events jsonb,     -- [{type, body, subjects, occurred_at}], body is canonical JSON text
    p_changes jsonb,    -- [{kind, id, row}], row null deletes
    p_outbox jsonb,     -- [{id, channel, key_id, payload}]
    p_keys jsonb,       -- [{key_id, subject, wrapped}]
    OUT status text, OUT prev bigint, OUT seq bigint, OUT answer text, OUT actor text, OUT fingerprint text,
    OUT conflict text
) LANGUAGE plpgsql AS $$
DECLARE
    v_hash bytea;
    v_recorded timestamptz;
    v_event jsonb;
BEGIN
    INSERT INTO stream (stream) VALUES (p_stream) ON CONFLICT DO NOTHING;
    SELECT s.seq, s.hash, greatest(clock_timestamp(), s.recorded_at)
      INTO prev, v_hash, v_recorded FROM stream s WHERE s.stream = p_stream FOR UPDATE;

    SELECT c.answer, c.actor, c.fingerprint, c.seq INTO answer, actor, fingerprint, seq
      FROM command c WHERE c.stream = p_stream AND c.command_id = p_command_id;
    IF FOUND THEN
        status := 'repeated';
        RETURN;
    END IF;

    SELECT e.kind || ' ' || e.id INTO conflict
      FROM jsonb_to_recordset(p_expected) AS e(kind text, id text, version bigint)
      LEFT JOIN projection p ON p.kind = e.kind AND p.stream = p_stream AND p.id = e.id
     WHERE coalesce(p.version, 0) <> e.version LIMIT 1;
    IF conflict IS NOT NULL THEN
        status := 'conflict';
        RETURN;
    END IF;

    INSERT INTO subject_key (key_id, stream, subject, wrapped)
    SELECT k.key_id, p_stream, k.subject, k.wrapped
      FROM jsonb_to_recordset(p_keys) AS k(key_id text, subject text, wrapped text);

    seq := prev;
    FOR v_event IN SELECT value FROM jsonb_array_elements(p_events) LOOP
        seq := seq + 1;
        v_recorded := greatest(v_recorded, (v_event->>'occurred_at')::timestamptz);
        v_hash := sha256(v_hash || convert_to(
            seq::text || E'\n' || (v_event->>'type') || E'\n'
            || to_char(v_recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n'
            || (v_event->>'body'), 'UTF8'));
        INSERT INTO event (stream, seq, type, subjects, occurred_at, recorded_at, command_id, body, hash)
        VALUES (p_stream, seq, v_event->>'type',
                ARRAY(SELECT jsonb_array_elements_text(v_event->'subjects')),
                (v_event->>'occurred_at')::timestamptz, v_recorded, p_command_id, v_event->>'body', v_hash);
    END LOOP;

    INSERT INTO projection AS p (kind, stream, id, version, data)
    SELECT c.kind, p_stream, c.id, append.seq, c."row"
      FROM jsonb_to_recordset(p_changes) AS c(kind text, id text, "row" jsonb)
     WHERE c."row" IS NOT NULL AND c."row" <> 'null'::jsonb
    ON CONFLICT (kind, stream, id) DO UPDATE SET version = excluded.version, data = excluded.data;
    DELETE FROM projection p USING jsonb_to_recordset(p_changes) AS c(kind text, id text, "row" jsonb)
     WHERE (c."row" IS NULL OR c."row" = 'null'::jsonb)
       AND p.kind = c.kind AND p.stream = p_stream AND p.id = c.id;

    INSERT INTO outbox (id, stream, seq, channel, key_id, payload)
    SELECT o.id, p_stream, append.seq, o.channel, o.key_id, o.payload
      FROM jsonb_to_recordset(p_outbox) AS o(id uuid, channel text, key_id text, payload text);
    IF seq > prev THEN
        INSERT INTO stream_change (stream, seq, prev, changes) VALUES (p_stream, seq, prev, p_changes);
    END IF;
    INSERT INTO command (stream, command_id, actor, fingerprint, answer, seq)
    VALUES (p_stream, p_command_id, p_actor, p_fingerprint, p_answer, seq);
    UPDATE stream s SET seq = append.seq, hash = v_hash, recorded_at = v_recorded WHERE s.stream = p_stream;
    status := 'appended';
    answer := p_answer;
END $$;
