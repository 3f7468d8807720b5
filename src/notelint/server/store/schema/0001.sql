-- Notes as they were checked. `file` and `name` say where a note comes from (`name` tells notes of one file apart).
CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  sha256 TEXT NOT NULL,          -- of the text; empty where it could not be read
  report TEXT NOT NULL,          -- the whole report as JSON, the note's text in it
  searched TEXT NOT NULL,        -- path and text in small letters
  rules_alone TEXT,              -- the decision of the rules as JSON, where the second reader disagrees
  decision TEXT NOT NULL,        -- supported, unsupported, not_applicable, unreadable
  codes TEXT NOT NULL,           -- codes or candidates, with blanks around each
  errors INTEGER NOT NULL,       -- open findings, without what is acknowledged
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,
  unsigned INTEGER NOT NULL,
  operated TEXT,                 -- the day that the document gives for itself
  first_seen TEXT NOT NULL,
  checked_at TEXT NOT NULL,      -- when notelint checked it
  present INTEGER NOT NULL DEFAULT 1,
  revision INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reviewed', 'second check')),
  reviewed_by TEXT,
  reviewed_at TEXT,
  second_by TEXT,
  second_at TEXT,
  assigned TEXT,
  changed_by TEXT,
  UNIQUE (file, name)
) STRICT;
CREATE INDEX notes_by_state ON notes (present, state, id);
CREATE INDEX notes_by_text ON notes (sha256);

-- Files as they were last seen, so that only new and changed ones are read.
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL) STRICT;

-- What the notes were checked with: where it changes, every file is read again.
CREATE TABLE checked_with (tool TEXT NOT NULL) STRICT;

-- What people did; `before` and `after` are what an undo needs, as JSON.
CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  note INTEGER NOT NULL REFERENCES notes (id),
  time TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  revision INTEGER NOT NULL,     -- of the note, after the action
  undone_by INTEGER REFERENCES actions (id)
) STRICT;
CREATE INDEX actions_by_person ON actions (by, id);
CREATE INDEX actions_by_note ON actions (note, id);

-- Queries to surgeons: the edits of the draft, and what became of it.
CREATE TABLE letters (
  note INTEGER PRIMARY KEY REFERENCES notes (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'answered')),
  edits TEXT NOT NULL,
  by TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  sent_at TEXT,
  answered_at TEXT
) STRICT;

CREATE TABLE people (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'second checker', 'administrator')),
  password TEXT,                 -- an argon2id hash; NULL: may not sign in with a password
  api_token TEXT,                -- the SHA-256 of a random token
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  token TEXT PRIMARY KEY,        -- the SHA-256 of the cookie
  person TEXT NOT NULL,
  role TEXT,                     -- of the one person of a server without users; else that in people counts
  form_token TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ends_at TEXT NOT NULL
) STRICT;

-- Who saw and did what. Rows are only added; each holds the hash of the one before it.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  time TEXT NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  note INTEGER,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE (ABORT, 'the log is not changed'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log BEGIN SELECT RAISE (ABORT, 'the log is not deleted'); END;
