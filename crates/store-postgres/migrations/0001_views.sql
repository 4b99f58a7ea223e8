-- The views are what people's own queries stand on: docs/registry.md. Names and columns stay.
CREATE VIEW v_records AS
SELECT kind, id, revision, json FROM record;

CREATE VIEW v_teams AS
SELECT t.id, t.name, t.purpose, t.parent, t.platform, t.rotation,
       (SELECT string_agg(c.channel || ':' || c.address, ', ' ORDER BY c.position) FROM team_contact c WHERE c.team = t.id) AS contacts
FROM team t;

CREATE VIEW v_people AS
SELECT p.id, p.name, p.email,
       (SELECT string_agg(m.team, ', ' ORDER BY m.position) FROM person_team m WHERE m.person = p.id) AS teams
FROM person p;

CREATE VIEW v_shifts AS
SELECT r.id AS rotation, r.name AS rotation_name, r.team, s.person, p.name AS person_name, s.from_at, s.to_at
FROM rotation r JOIN rotation_shift s ON s.rotation = r.id JOIN person p ON p.id = s.person;

CREATE VIEW v_escalation_steps AS
SELECT e.id AS escalation_path, e.name AS escalation_path_name, e.team AS path_team, s.position, s.after_minutes,
       CASE WHEN s.person IS NOT NULL THEN 'person' WHEN s.rotation IS NOT NULL THEN 'rotation' ELSE 'team' END AS notify_kind,
       coalesce(s.person, s.rotation, s.team) AS notify,
       coalesce(p.name, r.name, t.name) AS notify_name,
       s.channel
FROM escalation_path e
JOIN escalation_step s ON s.escalation_path = e.id
LEFT JOIN person p ON p.id = s.person
LEFT JOIN rotation r ON r.id = s.rotation
LEFT JOIN team t ON t.id = s.team;

CREATE VIEW v_agents AS
SELECT a.id, a.name, a.kind, a.function, a.team, t.name AS team_name, a.lifecycle, a.scope, a.talks_to_user, a.discloses,
       a.trust_domain, a.stateless, a.context_window_tokens, a.flow_limit, a.health, a.health_source, a.health_checked_at
FROM agent a LEFT JOIN team t ON t.id = a.team;

CREATE VIEW v_agent_capabilities AS
SELECT c.agent, a.name AS agent_name, a.team, a.lifecycle, c.tag, k.meaning
FROM agent_capability c JOIN agent a ON a.id = c.agent LEFT JOIN capability k ON k.tag = c.tag;

CREATE VIEW v_agent_authorities AS
SELECT x.agent, a.name AS agent_name, a.team, x.action, x.max_amount, x.unit, x.irreversible
FROM agent_authority x JOIN agent a ON a.id = x.agent;

CREATE VIEW v_contract_versions AS
SELECT v.id, v.contract, c.name AS contract_name, c.team, c.compatibility, v.version, v.major, v.minor, v.patch,
       v.state, v.notice_date, v.sunset_date, v.change_note
FROM contract_version v JOIN contract c ON c.id = v.contract;

CREATE VIEW v_accepted_ranges AS
SELECT v.agent, v.version AS agent_version, x.contract, x.version_range
FROM agent_accepts x JOIN agent_version v ON v.id = x.agent_version;

CREATE VIEW v_emitted_versions AS
SELECT v.agent, v.version AS agent_version, x.contract, x.version AS contract_version
FROM agent_emits x JOIN agent_version v ON v.id = x.agent_version;

CREATE VIEW v_deployments AS
SELECT d.agent, d.version, d.environment, e.position AS environment_position, d.since
FROM deployment d JOIN environment e ON e.id = d.environment;

CREATE VIEW v_topologies AS
SELECT t.id, t.name, t.purpose, t.team, t.environment,
       (SELECT count(*) FROM handoff h WHERE h.topology = t.id) AS handoffs
FROM topology t;

CREATE VIEW v_handoffs AS
SELECT h.id, h.topology, h.from_agent, h.to_agent, h.to_outcome,
       (SELECT string_agg(q.tag, ', ' ORDER BY q.position) FROM handoff_query q WHERE q.handoff = h.id) AS to_capabilities,
       h.to_default_agent, h.mode, h.parallel_group, h.pattern, h.message_type, h.contract, h.version, h.context_mode,
       h.priority, h.otherwise, h.timeout_ms, h.retries, h.loop_limit, h.boundary_validation, h.dead_letter, h.gated,
       h.owner_model,
       (SELECT string_agg(o.team, ', ' ORDER BY o.position) FROM handoff_owner o WHERE o.handoff = h.id) AS owners,
       CASE WHEN h.fallback_person IS NOT NULL THEN 'person' WHEN h.fallback_rotation IS NOT NULL THEN 'rotation'
            WHEN h.fallback_team IS NOT NULL THEN 'team' END AS fallback_owner_kind,
       coalesce(h.fallback_person, h.fallback_rotation, h.fallback_team) AS fallback_owner,
       h.escalation_path, h.criticality, h.span
FROM handoff h;

CREATE VIEW v_handoff_owners AS
SELECT o.handoff, h.topology, h.owner_model, o.position, o.team, t.name AS team_name
FROM handoff_owner o JOIN handoff h ON h.id = o.handoff JOIN team t ON t.id = o.team;

CREATE VIEW v_handoff_fallbacks AS
SELECT f.handoff, h.topology, f.position, f.agent, a.name AS agent_name
FROM handoff_fallback f JOIN handoff h ON h.id = f.handoff JOIN agent a ON a.id = f.agent;

CREATE VIEW v_handoff_capabilities AS
SELECT c.handoff, c.tag, 'handoff' AS asked_by FROM handoff_capability c
UNION ALL SELECT q.handoff, q.tag, 'query' FROM handoff_query q
UNION ALL SELECT h.id, v.tag, 'contract' FROM handoff h
  JOIN contract_version cv ON cv.contract = h.contract AND cv.version = h.version
  JOIN contract_version_capability v ON v.contract_version = cv.id;

CREATE VIEW v_handoff_alerts AS
SELECT x.handoff, h.topology, x.name, x.condition, x.severity, x.runbook_url
FROM handoff_alert x JOIN handoff h ON h.id = x.handoff;

CREATE VIEW v_incidents AS
SELECT i.id, i.handoff, h.topology, i.at, i.cause, i.link, i.lesson
FROM incident i JOIN handoff h ON h.id = i.handoff;

CREATE VIEW v_change_log AS
SELECT revision, author, author_seq, at, operation_id, action, action_of, summary, mark, json_array_length(changes::json) AS changes
FROM change_log;

CREATE VIEW v_record_changes AS
SELECT l.revision, l.author, l.at, l.summary, c.value ->> 'kind' AS kind, c.value ->> 'id' AS id,
       CASE WHEN c.value ->> 'before' IS NULL THEN 'created' WHEN c.value ->> 'after' IS NULL THEN 'deleted' ELSE 'changed' END AS change,
       c.value -> 'before' AS before, c.value -> 'after' AS after
FROM change_log l, json_array_elements(l.changes::json) AS c(value);
