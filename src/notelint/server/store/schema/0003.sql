-- Findings of the cards that were shown in an EHR (CDS Hooks), kept until their feedback comes; `feedback` is the latest.
CREATE TABLE cards (
  uuid TEXT NOT NULL,
  finding TEXT NOT NULL,         -- the fingerprint
  note INTEGER NOT NULL REFERENCES notes (id),
  service TEXT NOT NULL,
  user TEXT NOT NULL,            -- whom the card was shown to, as the EHR names them
  rule TEXT NOT NULL,
  version TEXT NOT NULL,
  note_sha256 TEXT NOT NULL,
  words TEXT NOT NULL,           -- the hash of the words at the finding
  shown_at TEXT NOT NULL,
  feedback TEXT,
  UNIQUE (uuid, finding)
) STRICT;
CREATE INDEX cards_by_time ON cards (shown_at);
