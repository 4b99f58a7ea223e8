-- Every record in full, as the application reads it. All other tables of records hold the same
-- facts as columns, written in the same transaction.
CREATE TABLE record (
  kind     TEXT NOT NULL,
  id       TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0),
  json     TEXT NOT NULL,
  checksum TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;

-- What happened, in order. Nothing is ever changed or removed here.
CREATE TABLE change_log (
  revision      INTEGER PRIMARY KEY CHECK (revision > 0),
  author        TEXT NOT NULL,
  author_seq    INTEGER NOT NULL CHECK (author_seq > 0),
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
) STRICT;

CREATE INDEX change_log_by_author ON change_log (author, revision);

CREATE TRIGGER change_log_is_never_changed BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER change_log_is_never_shortened BEFORE DELETE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TABLE chain_head (
  author TEXT PRIMARY KEY,
  count  INTEGER NOT NULL CHECK (count > 0),
  hash   TEXT NOT NULL,
  seal   TEXT NOT NULL
) STRICT;

-- People. References are judged at the end of a transaction, so that records which refer to
-- each other can come in any order.
CREATE TABLE team (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  purpose  TEXT NOT NULL,
  rotation TEXT REFERENCES rotation DEFERRABLE INITIALLY DEFERRED,
  parent   TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  platform INTEGER NOT NULL CHECK (platform IN (0, 1))
) STRICT;

CREATE TABLE team_contact (
  team     TEXT NOT NULL REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  address  TEXT NOT NULL,
  PRIMARY KEY (team, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT
) STRICT;

CREATE TABLE person_team (
  person   TEXT NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  team     TEXT NOT NULL REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rotation (
  id   TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  team TEXT NOT NULL REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  link TEXT
) STRICT;

CREATE TABLE rotation_shift (
  rotation TEXT NOT NULL REFERENCES rotation DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  person   TEXT NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED,
  from_at  TEXT NOT NULL,
  to_at    TEXT NOT NULL,
  PRIMARY KEY (rotation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE escalation_path (
  id     TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  team   TEXT NOT NULL REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  repeat INTEGER NOT NULL
) STRICT;

CREATE TABLE escalation_step (
  escalation_path TEXT NOT NULL REFERENCES escalation_path DEFERRABLE INITIALLY DEFERRED,
  position        INTEGER NOT NULL,
  after_minutes   INTEGER NOT NULL,
  person          TEXT REFERENCES person DEFERRABLE INITIALLY DEFERRED,
  rotation        TEXT REFERENCES rotation DEFERRABLE INITIALLY DEFERRED,
  team            TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  channel         TEXT NOT NULL,
  PRIMARY KEY (escalation_path, position),
  CHECK ((person IS NOT NULL) + (rotation IS NOT NULL) + (team IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;

-- Agents, their versions, and where they run.
CREATE TABLE trust_domain (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  organisation TEXT NOT NULL
) STRICT;

CREATE TABLE environment (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE capability (
  id      TEXT PRIMARY KEY,
  tag     TEXT NOT NULL UNIQUE,
  meaning TEXT NOT NULL
) STRICT;

CREATE TABLE capability_synonym (
  capability TEXT NOT NULL REFERENCES capability DEFERRABLE INITIALLY DEFERRED,
  position   INTEGER NOT NULL,
  synonym    TEXT NOT NULL,
  PRIMARY KEY (capability, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE memory (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  team         TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  trust_domain TEXT REFERENCES trust_domain DEFERRABLE INITIALLY DEFERRED,
  retention    TEXT NOT NULL
) STRICT;

CREATE TABLE memory_key (
  memory    TEXT NOT NULL REFERENCES memory DEFERRABLE INITIALLY DEFERRED,
  position  INTEGER NOT NULL,
  name      TEXT NOT NULL,
  sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
  PRIMARY KEY (memory, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
  id                    TEXT PRIMARY KEY,
  name                  TEXT NOT NULL,
  kind                  TEXT NOT NULL,
  function              TEXT,
  team                  TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  lifecycle             TEXT NOT NULL,
  scope                 TEXT NOT NULL,
  talks_to_user         INTEGER NOT NULL CHECK (talks_to_user IN (0, 1)),
  discloses             INTEGER NOT NULL CHECK (discloses IN (0, 1)),
  trust_domain          TEXT REFERENCES trust_domain DEFERRABLE INITIALLY DEFERRED,
  stateless             INTEGER NOT NULL CHECK (stateless IN (0, 1)),
  context_window_tokens INTEGER,
  flow_limit            INTEGER,
  health                TEXT NOT NULL,
  health_source         TEXT NOT NULL,
  health_checked_at     TEXT
) STRICT;

CREATE TABLE agent_capability (
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_authority (
  agent        TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position     INTEGER NOT NULL,
  action       TEXT NOT NULL,
  max_amount   REAL,
  unit         TEXT,
  irreversible INTEGER NOT NULL CHECK (irreversible IN (0, 1)),
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_language (
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_channel (
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_tool (
  agent        TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  irreversible INTEGER NOT NULL CHECK (irreversible IN (0, 1)),
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_memory (
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  memory   TEXT NOT NULL REFERENCES memory DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (agent, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  team          TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  purpose       TEXT NOT NULL,
  compatibility TEXT NOT NULL,
  writers       TEXT NOT NULL
) STRICT;

CREATE TABLE contract_version (
  id          TEXT PRIMARY KEY,
  contract    TEXT NOT NULL REFERENCES contract DEFERRABLE INITIALLY DEFERRED,
  version     TEXT NOT NULL,
  major       INTEGER NOT NULL,
  minor       INTEGER NOT NULL,
  patch       INTEGER NOT NULL,
  state       TEXT NOT NULL,
  notice_date TEXT,
  sunset_date TEXT,
  change_note TEXT NOT NULL,
  UNIQUE (contract, version)
) STRICT;

CREATE TABLE contract_version_capability (
  contract_version TEXT NOT NULL REFERENCES contract_version DEFERRABLE INITIALLY DEFERRED,
  position         INTEGER NOT NULL,
  tag              TEXT NOT NULL,
  PRIMARY KEY (contract_version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract_version_sensitive (
  contract_version TEXT NOT NULL REFERENCES contract_version DEFERRABLE INITIALLY DEFERRED,
  position         INTEGER NOT NULL,
  pointer          TEXT NOT NULL,
  rule             TEXT NOT NULL,
  PRIMARY KEY (contract_version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_version (
  id             TEXT PRIMARY KEY,
  agent          TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  version        TEXT NOT NULL,
  model          TEXT,
  prompt_version TEXT,
  note           TEXT NOT NULL,
  UNIQUE (agent, version)
) STRICT;

CREATE TABLE agent_emits (
  agent_version TEXT NOT NULL REFERENCES agent_version DEFERRABLE INITIALLY DEFERRED,
  position      INTEGER NOT NULL,
  contract      TEXT NOT NULL,
  version       TEXT NOT NULL,
  PRIMARY KEY (agent_version, position),
  FOREIGN KEY (contract, version) REFERENCES contract_version (contract, version) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_accepts (
  agent_version TEXT NOT NULL REFERENCES agent_version DEFERRABLE INITIALLY DEFERRED,
  position      INTEGER NOT NULL,
  contract      TEXT NOT NULL REFERENCES contract DEFERRABLE INITIALLY DEFERRED,
  version_range TEXT NOT NULL,
  PRIMARY KEY (agent_version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE deployment (
  id          TEXT PRIMARY KEY,
  agent       TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  version     TEXT NOT NULL,
  environment TEXT NOT NULL REFERENCES environment DEFERRABLE INITIALLY DEFERRED,
  since       TEXT
) STRICT;

-- Topologies and handoffs.
CREATE TABLE topology (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  purpose     TEXT NOT NULL,
  team        TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  environment TEXT REFERENCES environment DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE entry (
  id       TEXT PRIMARY KEY,
  topology TEXT NOT NULL REFERENCES topology DEFERRABLE INITIALLY DEFERRED,
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  channel  TEXT,
  share    REAL
) STRICT;

CREATE TABLE outcome (
  id       TEXT PRIMARY KEY,
  topology TEXT NOT NULL REFERENCES topology DEFERRABLE INITIALLY DEFERRED,
  name     TEXT NOT NULL,
  good     INTEGER NOT NULL CHECK (good IN (0, 1))
) STRICT;

CREATE TABLE handoff (
  id                  TEXT PRIMARY KEY,
  topology            TEXT NOT NULL REFERENCES topology DEFERRABLE INITIALLY DEFERRED,
  from_agent          TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  to_agent            TEXT REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  to_outcome          TEXT REFERENCES outcome DEFERRABLE INITIALLY DEFERRED,
  to_default_agent    TEXT REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  tie_break           TEXT,
  mode                TEXT NOT NULL,
  parallel_group      TEXT,
  pattern             TEXT,
  message_type        TEXT,
  contract            TEXT REFERENCES contract DEFERRABLE INITIALLY DEFERRED,
  version             TEXT,
  context_mode        TEXT NOT NULL,
  priority            INTEGER NOT NULL,
  otherwise           INTEGER NOT NULL CHECK (otherwise IN (0, 1)),
  timeout_ms          INTEGER,
  retries             INTEGER NOT NULL,
  loop_limit          INTEGER,
  boundary_validation INTEGER NOT NULL CHECK (boundary_validation IN (0, 1)),
  dead_letter         TEXT,
  gated               INTEGER NOT NULL CHECK (gated IN (0, 1)),
  owner_model         TEXT,
  fallback_person     TEXT REFERENCES person DEFERRABLE INITIALLY DEFERRED,
  fallback_rotation   TEXT REFERENCES rotation DEFERRABLE INITIALLY DEFERRED,
  fallback_team       TEXT REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  escalation_path     TEXT REFERENCES escalation_path DEFERRABLE INITIALLY DEFERRED,
  criticality         TEXT NOT NULL,
  span                INTEGER NOT NULL CHECK (span IN (0, 1)),
  CHECK (to_agent IS NULL OR to_outcome IS NULL),
  CHECK ((fallback_person IS NOT NULL) + (fallback_rotation IS NOT NULL) + (fallback_team IS NOT NULL) <= 1),
  FOREIGN KEY (contract, version) REFERENCES contract_version (contract, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- The tags that a handoff with a capability query asks for.
CREATE TABLE handoff_query (
  handoff  TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
) STRICT, WITHOUT ROWID;

-- The tags that its receiver must declare.
CREATE TABLE handoff_capability (
  handoff  TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  tag      TEXT NOT NULL,
  PRIMARY KEY (handoff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE handoff_owner (
  handoff  TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  team     TEXT NOT NULL REFERENCES team DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (handoff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE handoff_fallback (
  handoff  TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  agent    TEXT NOT NULL REFERENCES agent DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (handoff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE handoff_alert (
  handoff     TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  condition   TEXT NOT NULL,
  severity    TEXT NOT NULL,
  runbook_url TEXT,
  PRIMARY KEY (handoff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  id      TEXT PRIMARY KEY,
  handoff TEXT NOT NULL REFERENCES handoff DEFERRABLE INITIALLY DEFERRED,
  at      TEXT NOT NULL,
  cause   TEXT NOT NULL,
  link    TEXT,
  lesson  TEXT NOT NULL
) STRICT;

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
