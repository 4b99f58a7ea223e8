-- Every record in full, as the application reads it. All other tables of records hold the same
-- facts as columns, written in the same transaction.
CREATE TABLE record (
  kind     TEXT NOT NULL,
  id       TEXT NOT NULL,
  revision BIGINT NOT NULL CHECK (revision > 0),
  json     TEXT NOT NULL,
  checksum TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);

-- What happened, in order. Nothing is ever changed or removed here.
CREATE TABLE change_log (
  revision      BIGINT PRIMARY KEY CHECK (revision > 0),
  author        TEXT NOT NULL,
  author_seq    BIGINT NOT NULL CHECK (author_seq > 0),
  at            TEXT NOT NULL,
  operation_id  TEXT NOT NULL UNIQUE CHECK (operation_id <> ''),
  action        TEXT NOT NULL,
  action_of     TEXT NOT NULL,
  summary       TEXT NOT NULL,
  mark          TEXT,
  command       TEXT NOT NULL,
  changes       TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL,
  UNIQUE (author, author_seq)
);

-- One row: writers wait for each other at it, so that revisions follow one another.
CREATE TABLE registry (
  one      SMALLINT PRIMARY KEY CHECK (one = 1),
  format   BIGINT NOT NULL,
  revision BIGINT NOT NULL CHECK (revision >= 0)
);

INSERT INTO registry (one, format, revision) VALUES (1, 0, 0);

-- What refers to what, so that nothing is left referring to nothing. Servers that know no deferred constraints can be used too.
CREATE TABLE record_reference (
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  to_kind TEXT NOT NULL,
  to_id   TEXT NOT NULL,
  PRIMARY KEY (kind, id, to_kind, to_id)
);

CREATE INDEX record_reference_by_target ON record_reference (to_kind, to_id);

CREATE INDEX change_log_by_author ON change_log (author, revision);

CREATE TABLE chain_head (
  author TEXT PRIMARY KEY,
  count  BIGINT NOT NULL CHECK (count > 0),
  hash   TEXT NOT NULL,
  seal   TEXT NOT NULL
);

-- People.
CREATE TABLE team (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  purpose  TEXT NOT NULL,
  rotation TEXT,
  parent   TEXT,
  platform BIGINT NOT NULL CHECK (platform IN (0, 1))
);

CREATE TABLE team_contact (
  team     TEXT NOT NULL,
  position BIGINT NOT NULL,
  channel  TEXT NOT NULL,
  address  TEXT NOT NULL,
  PRIMARY KEY (team, position)
);

CREATE TABLE person (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT
);

CREATE TABLE person_team (
  person   TEXT NOT NULL,
  position BIGINT NOT NULL,
  team     TEXT NOT NULL,
  PRIMARY KEY (person, position)
);

CREATE TABLE rotation (
  id   TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  team TEXT NOT NULL,
  link TEXT
);

CREATE TABLE rotation_shift (
  rotation TEXT NOT NULL,
  position BIGINT NOT NULL,
  person   TEXT NOT NULL,
  from_at  TEXT NOT NULL,
  to_at    TEXT NOT NULL,
  PRIMARY KEY (rotation, position)
);

CREATE TABLE escalation_path (
  id     TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  team   TEXT NOT NULL,
  repeat BIGINT NOT NULL
);

CREATE TABLE escalation_step (
  escalation_path TEXT NOT NULL,
  position        BIGINT NOT NULL,
  after_minutes   BIGINT NOT NULL,
  person          TEXT,
  rotation        TEXT,
  team            TEXT,
  channel         TEXT NOT NULL,
  PRIMARY KEY (escalation_path, position),
  CHECK (CASE WHEN person IS NULL THEN 0 ELSE 1 END + CASE WHEN rotation IS NULL THEN 0 ELSE 1 END + CASE WHEN team IS NULL THEN 0 ELSE 1 END = 1)
);

-- Agents, their versions, and where they run.
CREATE TABLE trust_domain (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  organisation TEXT NOT NULL
);

CREATE TABLE environment (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  position BIGINT NOT NULL
);

CREATE TABLE capability (
  id      TEXT PRIMARY KEY,
  tag     TEXT NOT NULL UNIQUE,
  meaning TEXT NOT NULL
);

CREATE TABLE capability_synonym (
  capability TEXT NOT NULL,
  position   BIGINT NOT NULL,
  synonym    TEXT NOT NULL,
  PRIMARY KEY (capability, position)
);

CREATE TABLE memory (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  team         TEXT,
  trust_domain TEXT,
  retention    TEXT NOT NULL
);

CREATE TABLE memory_key (
  memory    TEXT NOT NULL,
  position  BIGINT NOT NULL,
  name      TEXT NOT NULL,
  sensitive BIGINT NOT NULL CHECK (sensitive IN (0, 1)),
  PRIMARY KEY (memory, position)
);

CREATE TABLE agent (
  id                    TEXT PRIMARY KEY,
  name                  TEXT NOT NULL,
  kind                  TEXT NOT NULL,
  function              TEXT,
  team                  TEXT,
  lifecycle             TEXT NOT NULL,
  scope                 TEXT NOT NULL,
  talks_to_user         BIGINT NOT NULL CHECK (talks_to_user IN (0, 1)),
  discloses             BIGINT NOT NULL CHECK (discloses IN (0, 1)),
  trust_domain          TEXT,
  stateless             BIGINT NOT NULL CHECK (stateless IN (0, 1)),
  context_window_tokens BIGINT,
  flow_limit            BIGINT,
  health                TEXT NOT NULL,
  health_source         TEXT NOT NULL,
  health_checked_at     TEXT
);

CREATE TABLE agent_capability (
  agent    TEXT NOT NULL,
  position BIGINT NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (agent, position)
);

CREATE TABLE agent_authority (
  agent        TEXT NOT NULL,
  position     BIGINT NOT NULL,
  action       TEXT NOT NULL,
  max_amount   DOUBLE PRECISION,
  unit         TEXT,
  irreversible BIGINT NOT NULL CHECK (irreversible IN (0, 1)),
  PRIMARY KEY (agent, position)
);

CREATE TABLE agent_language (
  agent    TEXT NOT NULL,
  position BIGINT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (agent, position)
);

CREATE TABLE agent_channel (
  agent    TEXT NOT NULL,
  position BIGINT NOT NULL,
  channel  TEXT NOT NULL,
  PRIMARY KEY (agent, position)
);

CREATE TABLE agent_tool (
  agent        TEXT NOT NULL,
  position     BIGINT NOT NULL,
  name         TEXT NOT NULL,
  irreversible BIGINT NOT NULL CHECK (irreversible IN (0, 1)),
  PRIMARY KEY (agent, position)
);

CREATE TABLE agent_memory (
  agent    TEXT NOT NULL,
  position BIGINT NOT NULL,
  memory   TEXT NOT NULL,
  PRIMARY KEY (agent, position)
);

CREATE TABLE contract (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  team          TEXT,
  purpose       TEXT NOT NULL,
  compatibility TEXT NOT NULL,
  writers       TEXT NOT NULL
);

CREATE TABLE contract_version (
  id          TEXT PRIMARY KEY,
  contract    TEXT NOT NULL,
  version     TEXT NOT NULL,
  major       BIGINT NOT NULL,
  minor       BIGINT NOT NULL,
  patch       BIGINT NOT NULL,
  state       TEXT NOT NULL,
  notice_date TEXT,
  sunset_date TEXT,
  change_note TEXT NOT NULL,
  UNIQUE (contract, version)
);

CREATE TABLE contract_version_capability (
  contract_version TEXT NOT NULL,
  position         BIGINT NOT NULL,
  tag              TEXT NOT NULL,
  PRIMARY KEY (contract_version, position)
);

CREATE TABLE contract_version_sensitive (
  contract_version TEXT NOT NULL,
  position         BIGINT NOT NULL,
  pointer          TEXT NOT NULL,
  rule             TEXT NOT NULL,
  PRIMARY KEY (contract_version, position)
);

CREATE TABLE agent_version (
  id             TEXT PRIMARY KEY,
  agent          TEXT NOT NULL,
  version        TEXT NOT NULL,
  model          TEXT,
  prompt_version TEXT,
  note           TEXT NOT NULL,
  UNIQUE (agent, version)
);

CREATE TABLE agent_emits (
  agent_version TEXT NOT NULL,
  position      BIGINT NOT NULL,
  contract      TEXT NOT NULL,
  version       TEXT NOT NULL,
  PRIMARY KEY (agent_version, position)
);

CREATE TABLE agent_accepts (
  agent_version TEXT NOT NULL,
  position      BIGINT NOT NULL,
  contract      TEXT NOT NULL,
  version_range TEXT NOT NULL,
  PRIMARY KEY (agent_version, position)
);

CREATE TABLE deployment (
  id          TEXT PRIMARY KEY,
  agent       TEXT NOT NULL,
  version     TEXT NOT NULL,
  environment TEXT NOT NULL,
  since       TEXT
);

-- Topologies and handoffs.
CREATE TABLE topology (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  purpose     TEXT NOT NULL,
  team        TEXT,
  environment TEXT
);

CREATE TABLE entry (
  id       TEXT PRIMARY KEY,
  topology TEXT NOT NULL,
  agent    TEXT NOT NULL,
  channel  TEXT,
  share    DOUBLE PRECISION
);

CREATE TABLE outcome (
  id       TEXT PRIMARY KEY,
  topology TEXT NOT NULL,
  name     TEXT NOT NULL,
  good     BIGINT NOT NULL CHECK (good IN (0, 1))
);

CREATE TABLE handoff (
  id                  TEXT PRIMARY KEY,
  topology            TEXT NOT NULL,
  from_agent          TEXT NOT NULL,
  to_agent            TEXT,
  to_outcome          TEXT,
  to_default_agent    TEXT,
  tie_break           TEXT,
  mode                TEXT NOT NULL,
  parallel_group      TEXT,
  pattern             TEXT,
  message_type        TEXT,
  contract            TEXT,
  version             TEXT,
  context_mode        TEXT NOT NULL,
  priority            BIGINT NOT NULL,
  otherwise           BIGINT NOT NULL CHECK (otherwise IN (0, 1)),
  timeout_ms          BIGINT,
  retries             BIGINT NOT NULL,
  loop_limit          BIGINT,
  boundary_validation BIGINT NOT NULL CHECK (boundary_validation IN (0, 1)),
  dead_letter         TEXT,
  gated               BIGINT NOT NULL CHECK (gated IN (0, 1)),
  owner_model         TEXT,
  fallback_person     TEXT,
  fallback_rotation   TEXT,
  fallback_team       TEXT,
  escalation_path     TEXT,
  criticality         TEXT NOT NULL,
  span                BIGINT NOT NULL CHECK (span IN (0, 1)),
  CHECK (to_agent IS NULL OR to_outcome IS NULL),
  CHECK (CASE WHEN fallback_person IS NULL THEN 0 ELSE 1 END + CASE WHEN fallback_rotation IS NULL THEN 0 ELSE 1 END + CASE WHEN fallback_team IS NULL THEN 0 ELSE 1 END <= 1)
);

-- The tags that a handoff with a capability query asks for.
CREATE TABLE handoff_query (
  handoff  TEXT NOT NULL,
  position BIGINT NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
);

-- The tags that its receiver must declare.
CREATE TABLE handoff_capability (
  handoff  TEXT NOT NULL,
  position BIGINT NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
);

CREATE TABLE handoff_owner (
  handoff  TEXT NOT NULL,
  position BIGINT NOT NULL,
  team     TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
);

CREATE TABLE handoff_fallback (
  handoff  TEXT NOT NULL,
  position BIGINT NOT NULL,
  agent    TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
);

CREATE TABLE handoff_alert (
  handoff     TEXT NOT NULL,
  position    BIGINT NOT NULL,
  name        TEXT NOT NULL,
  condition   TEXT NOT NULL,
  severity    TEXT NOT NULL,
  runbook_url TEXT,
  PRIMARY KEY (handoff, position)
);

CREATE TABLE incident (
  id      TEXT PRIMARY KEY,
  handoff TEXT NOT NULL,
  at      TEXT NOT NULL,
  cause   TEXT NOT NULL,
  link    TEXT,
  lesson  TEXT NOT NULL
);

-- What refers to a record is looked up when the record goes.
CREATE INDEX team_by_rotation ON team (rotation);
CREATE INDEX team_by_parent ON team (parent);
CREATE INDEX person_team_by_team ON person_team (team);
CREATE INDEX rotation_by_team ON rotation (team);
CREATE INDEX rotation_shift_by_person ON rotation_shift (person);
CREATE INDEX escalation_path_by_team ON escalation_path (team);
CREATE INDEX escalation_step_by_person ON escalation_step (person);
CREATE INDEX escalation_step_by_rotation ON escalation_step (rotation);
CREATE INDEX escalation_step_by_team ON escalation_step (team);
CREATE INDEX memory_by_team ON memory (team);
CREATE INDEX memory_by_trust_domain ON memory (trust_domain);
CREATE INDEX agent_by_team ON agent (team);
CREATE INDEX agent_by_trust_domain ON agent (trust_domain);
CREATE INDEX agent_capability_by_tag ON agent_capability (tag);
CREATE INDEX agent_memory_by_memory ON agent_memory (memory);
CREATE INDEX contract_by_team ON contract (team);
CREATE INDEX agent_emits_by_contract ON agent_emits (contract, version);
CREATE INDEX agent_accepts_by_contract ON agent_accepts (contract);
CREATE INDEX deployment_by_agent ON deployment (agent);
CREATE INDEX deployment_by_environment ON deployment (environment);
CREATE INDEX topology_by_team ON topology (team);
CREATE INDEX topology_by_environment ON topology (environment);
CREATE INDEX entry_by_topology ON entry (topology);
CREATE INDEX entry_by_agent ON entry (agent);
CREATE INDEX outcome_by_topology ON outcome (topology);
CREATE INDEX handoff_by_topology ON handoff (topology);
CREATE INDEX handoff_by_from_agent ON handoff (from_agent);
CREATE INDEX handoff_by_to_agent ON handoff (to_agent);
CREATE INDEX handoff_by_to_outcome ON handoff (to_outcome);
CREATE INDEX handoff_by_to_default_agent ON handoff (to_default_agent);
CREATE INDEX handoff_by_contract ON handoff (contract, version);
CREATE INDEX handoff_by_fallback_person ON handoff (fallback_person);
CREATE INDEX handoff_by_fallback_rotation ON handoff (fallback_rotation);
CREATE INDEX handoff_by_fallback_team ON handoff (fallback_team);
CREATE INDEX handoff_by_escalation_path ON handoff (escalation_path);
CREATE INDEX handoff_owner_by_team ON handoff_owner (team);
CREATE INDEX handoff_fallback_by_agent ON handoff_fallback (agent);
CREATE INDEX incident_by_handoff ON incident (handoff);
