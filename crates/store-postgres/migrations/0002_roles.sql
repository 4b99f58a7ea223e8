-- Who may do what: docs/shared-registry.md. Whoever owns the tables may do everything but change the log, and is not held up by any of this.

-- The functions below look names up in this schema. A caller's temporary tables, which else come first, stand last.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE TABLE registry_role (
  -- A login of the server, or a group of logins.
  login TEXT NOT NULL,
  role  TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'reviewer', 'admin')),
  -- The team whose records an editor may write, or for which a reviewer decides; '' for every team.
  team  TEXT NOT NULL CHECK (team = '' OR role IN ('editor', 'reviewer')),
  PRIMARY KEY (login, role, team)
);

-- What belongs to a registry; other tables and views in its schema are let alone. A later format that adds some says so here, and then
-- gives everybody their privileges again: SELECT state_privileges(login) FROM registry_role.
CREATE FUNCTION facts_tables() RETURNS TEXT[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[
    'team', 'team_contact', 'person', 'person_team', 'rotation', 'rotation_shift', 'escalation_path', 'escalation_step',
    'trust_domain', 'environment', 'capability', 'capability_synonym', 'memory', 'memory_key', 'agent', 'agent_capability',
    'agent_authority', 'agent_language', 'agent_channel', 'agent_tool', 'agent_memory', 'contract', 'contract_version',
    'contract_version_capability', 'contract_version_sensitive', 'agent_version', 'agent_emits', 'agent_accepts', 'deployment',
    'topology', 'entry', 'outcome', 'handoff', 'handoff_query', 'handoff_capability', 'handoff_owner', 'handoff_fallback',
    'handoff_alert', 'incident']
$$;

CREATE FUNCTION own_views() RETURNS TEXT[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[
    'v_records', 'v_teams', 'v_people', 'v_shifts', 'v_escalation_steps', 'v_agents', 'v_agent_capabilities', 'v_agent_authorities',
    'v_contract_versions', 'v_accepted_ranges', 'v_emitted_versions', 'v_deployments', 'v_topologies', 'v_handoffs', 'v_handoff_owners',
    'v_handoff_fallbacks', 'v_handoff_capabilities', 'v_handoff_alerts', 'v_incidents', 'v_change_log', 'v_record_changes']
$$;

-- The login that wrote a commit, as the server knows it; nobody can say another one. Of older commits it is not known.
ALTER TABLE change_log ADD COLUMN login TEXT;

CREATE FUNCTION sign_entry() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.login := session_user;
  RETURN NEW;
END
$$;

CREATE TRIGGER change_log_is_signed BEFORE INSERT ON change_log FOR EACH ROW EXECUTE FUNCTION sign_entry();

CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the change log is only ever added to' USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER change_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The roles of whoever is connected, those of groups that the login is in among them.
CREATE FUNCTION own_roles() RETURNS TABLE (role TEXT, team TEXT)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT r.role, r.team FROM registry_role r JOIN pg_roles l ON l.rolname = r.login WHERE pg_has_role(session_user, l.oid, 'USAGE')
$$;

-- The teams for which whoever is connected has a role; '' where it is for every team.
CREATE FUNCTION own_teams(in_role TEXT) RETURNS TEXT[]
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT ARRAY(SELECT o.team FROM own_roles() o WHERE o.role = in_role)
$$;

-- Whether whoever is connected is an admin, or owns the tables.
CREATE FUNCTION is_admin() RETURNS BOOLEAN
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT (SELECT pg_has_role(session_user, t.relowner, 'USAGE') FROM pg_class t WHERE t.oid = 'record'::regclass)
    OR EXISTS (SELECT FROM own_roles() o WHERE o.role = 'admin')
$$;

-- The teams that a record belongs to as it is stored; none where it belongs to nobody in particular, or is not there.
CREATE FUNCTION teams_of_stored(of_kind TEXT, of_id TEXT) RETURNS TEXT[]
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
  RETURN coalesce((SELECT teams_of(r.kind, r.id, r.json) FROM record r WHERE r.kind = of_kind AND r.id = of_id), '{}');
END
$$;

-- The teams that a record belongs to; what is part of something else belongs to whom that belongs to. '*': what holds for every team.
CREATE FUNCTION teams_of(of_kind TEXT, of_id TEXT, of_json TEXT) RETURNS TEXT[]
LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$
DECLARE
  -- No text holds a NUL.
  fields JSON := replace(of_json, '\u0000', '\ufffd');
  teams TEXT[];
BEGIN
  CASE
  WHEN of_kind = 'team' THEN
    RETURN ARRAY[of_id];
  WHEN of_kind IN ('comment', 'notice', 'review') THEN
    RETURN '{}';
  WHEN of_kind = 'person' THEN
    RETURN ARRAY(SELECT json_array_elements_text(coalesce(fields -> 'teams', '[]')));
  WHEN of_kind = 'handoff' THEN
    teams := ARRAY(SELECT json_array_elements_text(coalesce(fields -> 'owners', '[]')));
    RETURN CASE WHEN teams = '{}' THEN teams_of_stored('topology', fields ->> 'topology') ELSE teams END;
  WHEN of_kind = 'contract_version' THEN
    RETURN teams_of_stored('contract', fields ->> 'contract');
  WHEN of_kind IN ('agent_version', 'deployment') THEN
    RETURN teams_of_stored('agent', fields ->> 'agent');
  WHEN of_kind IN ('entry', 'outcome', 'placement', 'group', 'note', 'scenario', 'baseline') THEN
    RETURN teams_of_stored('topology', fields ->> 'topology');
  WHEN of_kind = 'incident' THEN
    RETURN teams_of_stored('handoff', fields ->> 'handoff');
  WHEN of_kind = 'rule_setting' THEN
    RETURN CASE WHEN fields ->> 'topology' IS NULL THEN ARRAY['*'] ELSE teams_of_stored('topology', fields ->> 'topology') END;
  WHEN of_kind = 'silence' AND fields -> 'subject' ->> 'kind' <> 'silence' THEN
    RETURN teams_of_stored(fields -> 'subject' ->> 'kind', fields -> 'subject' ->> 'id');
  ELSE
    RETURN array_remove(ARRAY[fields ->> 'team'], NULL);
  END CASE;
END
$$;

-- Whether a review says nothing new in the name of a team that its writer does not speak for: a team's reviewers decide, and they and
-- its editors overrule.
CREATE FUNCTION speaks_for_own(of_id TEXT, of_json TEXT, edits TEXT[], reviews TEXT[]) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  new JSON := replace(of_json, '\u0000', '\ufffd');
  old JSON := (SELECT replace(r.json, '\u0000', '\ufffd') FROM record r WHERE r.kind = 'review' AND r.id = of_id);
  by_team TEXT := new -> 'overridden' ->> 'team';
BEGIN
  RETURN ('' = ANY (reviews) OR NOT EXISTS (
    SELECT FROM json_array_elements(coalesce(new -> 'approvals', '[]')) AS said (word)
    WHERE said.word::text NOT IN (SELECT before.word::text FROM json_array_elements(coalesce(old -> 'approvals', '[]')) AS before (word))
      AND (said.word ->> 'team' = ANY (reviews)) IS NOT TRUE
  )) AND (
    by_team IS NULL
    OR (new -> 'overridden')::text IS NOT DISTINCT FROM (old -> 'overridden')::text
    OR ARRAY['', by_team] && (edits || reviews)
  );
END
$$;

-- Whether a record that is, or becomes, so may be written by who edits for some teams and reviews for others.
CREATE FUNCTION may_write(of_kind TEXT, of_id TEXT, of_json TEXT, edits TEXT[], reviews TEXT[]) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$
DECLARE
  teams TEXT[];
BEGIN
  IF of_kind IN ('comment', 'notice') THEN
    RETURN edits || reviews <> '{}';
  ELSIF of_kind = 'review' THEN
    RETURN edits || reviews <> '{}' AND speaks_for_own(of_id, of_json, edits, reviews);
  ELSIF edits = '{}' OR '' = ANY (edits) THEN
    RETURN edits <> '{}';
  END IF;
  teams := teams_of(of_kind, of_id, of_json);
  RETURN teams = '{}' OR teams && edits;
END
$$;

-- The same for the rows beside a record: its columns, and what it refers to.
CREATE FUNCTION may_write_beside(of_kind TEXT, of_id TEXT, edits TEXT[], reviews TEXT[]) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$
BEGIN
  RETURN coalesce((SELECT may_write(r.kind, r.id, r.json, edits, reviews) FROM record r WHERE r.kind = of_kind AND r.id = of_id), false);
END
$$;

-- The same for rows that go: those of a record that went have nobody any more.
CREATE FUNCTION may_clear_beside(of_kind TEXT, of_id TEXT, edits TEXT[], reviews TEXT[]) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$
BEGIN
  RETURN coalesce((SELECT may_write(r.kind, r.id, r.json, edits, reviews) FROM record r WHERE r.kind = of_kind AND r.id = of_id), true);
END
$$;

-- A record that changes has to be one's own before and after it, so that nothing is taken from a team, or given to one that does not want it.
-- Who is connected is asked once a statement, the rest once a row; of the owner nothing is asked.
ALTER TABLE record ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_read ON record FOR SELECT USING (true);
CREATE POLICY owners_create ON record FOR INSERT
  WITH CHECK ((SELECT is_admin()) OR may_write(kind, id, json, (SELECT own_teams('editor')), (SELECT own_teams('reviewer'))));
CREATE POLICY owners_change ON record FOR UPDATE
  USING ((SELECT is_admin()) OR may_write(kind, id, json, (SELECT own_teams('editor')), (SELECT own_teams('reviewer'))));
CREATE POLICY owners_remove ON record FOR DELETE
  USING ((SELECT is_admin()) OR may_write(kind, id, json, (SELECT own_teams('editor')), (SELECT own_teams('reviewer'))));

ALTER TABLE record_reference ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_read ON record_reference FOR SELECT USING (true);
CREATE POLICY owners_create ON record_reference FOR INSERT
  WITH CHECK ((SELECT is_admin()) OR may_write_beside(kind, id, (SELECT own_teams('editor')), (SELECT own_teams('reviewer'))));
CREATE POLICY owners_remove ON record_reference FOR DELETE
  USING ((SELECT is_admin()) OR may_clear_beside(kind, id, (SELECT own_teams('editor')), (SELECT own_teams('reviewer'))));

-- Tables of facts: the first column holds the record's id, and is named for its kind where it is not `id`.
DO $$
DECLARE
  facts RECORD;
  asked CONSTANT TEXT := '(SELECT is_admin()) OR %s(%L, %I, (SELECT own_teams(''editor'')), (SELECT own_teams(''reviewer'')))';
BEGIN
  FOR facts IN
    SELECT t.relname AS name, a.attname AS id, CASE a.attname WHEN 'id' THEN t.relname ELSE a.attname END AS kind
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = 1
    WHERE n.nspname = current_schema() AND t.relname = ANY (facts_tables())
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', facts.name);
    EXECUTE format('CREATE POLICY all_read ON %I FOR SELECT USING (true)', facts.name);
    EXECUTE format('CREATE POLICY facts_create ON %I FOR INSERT WITH CHECK (' || asked || ')', facts.name, 'may_write_beside', facts.kind, facts.id);
    EXECUTE format('CREATE POLICY facts_change ON %I FOR UPDATE USING (' || asked || ')', facts.name, 'may_write_beside', facts.kind, facts.id);
    EXECUTE format('CREATE POLICY facts_remove ON %I FOR DELETE USING (' || asked || ')', facts.name, 'may_clear_beside', facts.kind, facts.id);
  END LOOP;
END
$$;

-- The log goes on where it ended, and what says where it ended agrees with it.
ALTER TABLE change_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_read ON change_log FOR SELECT USING (true);
CREATE POLICY next_one ON change_log FOR INSERT WITH CHECK (revision = (SELECT r.revision + 1 FROM registry r));

ALTER TABLE registry ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_read ON registry FOR SELECT USING (true);
CREATE POLICY as_logged ON registry FOR UPDATE USING (true) WITH CHECK (revision = (SELECT max(l.revision) FROM change_log l));

ALTER TABLE chain_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_read ON chain_head FOR SELECT USING (true);
CREATE POLICY begins ON chain_head FOR INSERT WITH CHECK (
  hash = (SELECT l.hash FROM change_log l WHERE l.author = chain_head.author AND l.author_seq = chain_head.count));
CREATE POLICY goes_on ON chain_head FOR UPDATE USING (true) WITH CHECK (
  hash = (SELECT l.hash FROM change_log l WHERE l.author = chain_head.author AND l.author_seq = chain_head.count)
  AND NOT EXISTS (SELECT FROM change_log l WHERE l.author = chain_head.author AND l.author_seq > chain_head.count));

-- JSON that holds a NUL cannot be taken apart; in columns it is shown as U+FFFD.
CREATE OR REPLACE VIEW v_record_changes AS
SELECT l.revision, l.author, l.at, l.summary, c.value ->> 'kind' AS kind, c.value ->> 'id' AS id,
       CASE WHEN c.value ->> 'before' IS NULL THEN 'created' WHEN c.value ->> 'after' IS NULL THEN 'deleted' ELSE 'changed' END AS change,
       c.value -> 'before' AS before, c.value -> 'after' AS after
FROM change_log l, json_array_elements(replace(l.changes, '\u0000', '\ufffd')::json) AS c(value);

-- Views show people what they may read themselves, and are written through by nobody: only reading them is ever granted.
DO $$
DECLARE
  view TEXT;
BEGIN
  IF current_setting('server_version_num')::int >= 150000 THEN
    FOREACH view IN ARRAY own_views() LOOP
      EXECUTE format('ALTER VIEW %I SET (security_invoker = true)', view);
    END LOOP;
  END IF;
END
$$;

-- Gives a login exactly the privileges that its roles need. The owner of the tables has them all, and keeps them.
CREATE FUNCTION state_privileges(of_login TEXT) RETURNS VOID
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  held TEXT[] := ARRAY(SELECT r.role FROM registry_role r WHERE r.login = of_login);
  others CONSTANT TEXT[] := ARRAY['registry', 'record', 'record_reference', 'change_log', 'chain_head', 'registry_role'];
  facts TEXT := (SELECT string_agg(quote_ident(name), ', ') FROM unnest(facts_tables()) AS t (name));
  everything TEXT := (SELECT string_agg(quote_ident(name), ', ') FROM unnest(others || facts_tables() || own_views()) AS t (name));
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles l, pg_class t WHERE l.rolname = of_login AND t.oid = 'record'::regclass AND t.relowner <> l.oid) THEN
    RETURN;
  END IF;
  EXECUTE format('REVOKE ALL ON %s FROM %I', everything, of_login);
  IF held = '{}' THEN
    EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM %I', current_schema(), of_login);
    RETURN;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), of_login);
  EXECUTE format('GRANT SELECT ON %s TO %I', everything, of_login);
  IF NOT has_schema_privilege(of_login, current_schema(), 'USAGE') THEN
    RAISE EXCEPTION 'whoever owns the schema % has to let % use it: GRANT USAGE ON SCHEMA', current_schema(), of_login USING ERRCODE = '42501';
  END IF;
  IF held && ARRAY['editor', 'reviewer', 'admin'] THEN
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON record, record_reference TO %I', of_login);
    EXECUTE format('GRANT INSERT ON change_log TO %I', of_login);
    EXECUTE format('GRANT INSERT, UPDATE ON chain_head TO %I', of_login);
    EXECUTE format('GRANT UPDATE (revision) ON registry TO %I', of_login);
  END IF;
  IF held && ARRAY['editor', 'admin'] THEN
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO %I', facts, of_login);
  END IF;
END
$$;

-- Both run as the owner of the tables, and ask first who calls them.
CREATE FUNCTION grant_role(to_login TEXT, new_role TEXT, of_team TEXT) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT is_admin() THEN
    RAISE EXCEPTION '% is no admin of this registry', session_user USING ERRCODE = '42501';
  END IF;
  PERFORM FROM registry FOR UPDATE;
  INSERT INTO registry_role (login, role, team) VALUES (to_login, new_role, of_team) ON CONFLICT DO NOTHING;
  PERFORM state_privileges(to_login);
END
$$;

-- How many roles went; a role or a team that is not given is any.
CREATE FUNCTION revoke_role(from_login TEXT, old_role TEXT, of_team TEXT) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  gone BIGINT;
BEGIN
  IF NOT is_admin() THEN
    RAISE EXCEPTION '% is no admin of this registry', session_user USING ERRCODE = '42501';
  END IF;
  PERFORM FROM registry FOR UPDATE;
  DELETE FROM registry_role r
    WHERE r.login = from_login AND r.role = coalesce(old_role, r.role) AND r.team = coalesce(of_team, r.team);
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM state_privileges(from_login);
  RETURN gone;
END
$$;
