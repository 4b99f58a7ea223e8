-- Who has the registry open, and where they look: docs/shared-registry.md. Nothing else depends on it; a server that fails may forget it.

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE UNLOGGED TABLE presence (
  session TEXT PRIMARY KEY CHECK (length(session) BETWEEN 1 AND 100),
  -- Who the server knows it is, and who they say they are.
  login   TEXT NOT NULL,
  author  TEXT NOT NULL CHECK (length(author) <= 200),
  -- What the program makes of it is its own; the server only keeps it short.
  place   TEXT NOT NULL CHECK (length(place) <= 4000),
  seen    TIMESTAMPTZ NOT NULL
);

-- Says where a session looks, and tells where others were in the last fifteen seconds. A session is its login's own. Runs as the owner of the
-- tables, so that readers, who may write nothing else, can be seen too; whoever has no role here sees nobody.
CREATE FUNCTION meet(of_session TEXT, of_author TEXT, at_place TEXT) RETURNS TABLE (session TEXT, login TEXT, author TEXT, place TEXT)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT is_admin() AND NOT EXISTS (SELECT FROM own_roles()) THEN
    RAISE EXCEPTION '% has no role in this registry', session_user USING ERRCODE = '42501';
  END IF;
  -- Those of whom nothing was heard go; where somebody else removes them just now, nobody waits.
  DELETE FROM presence p WHERE p.session IN (
    SELECT old.session FROM presence old WHERE old.seen < now() - INTERVAL '15 seconds' ORDER BY old.session LIMIT 100 FOR UPDATE SKIP LOCKED);
  INSERT INTO presence AS p (session, login, author, place, seen) VALUES (of_session, session_user, of_author, at_place, now())
    ON CONFLICT ON CONSTRAINT presence_pkey DO UPDATE SET author = excluded.author, place = excluded.place, seen = excluded.seen
    WHERE p.login = excluded.login;
  RETURN QUERY SELECT p.session, p.login, p.author, p.place FROM presence p
    WHERE p.session <> of_session AND p.seen >= now() - INTERVAL '15 seconds' ORDER BY p.seen DESC, p.session LIMIT 100;
END
$$;
