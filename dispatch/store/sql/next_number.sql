-- Case numbers people say aloud. Handed out before the decision, so a refused command leaves a gap and nothing waits.
CREATE OR REPLACE FUNCTION next_number(p_stream text, p_name text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO numbering AS n (stream, name, value) VALUES (p_stream, p_name, 1)
    ON CONFLICT (stream, name) DO UPDATE SET value = n.value + 1 RETURNING value
$$;
