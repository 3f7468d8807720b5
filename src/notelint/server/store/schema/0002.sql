-- Claims of files for a payer, reviewed with their notes. A claim has a row for each date and place of service (`part`).
CREATE TABLE claims (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL,
  number INTEGER NOT NULL,       -- the position of the claim in its file; 0: the file could not be read
  part INTEGER NOT NULL,
  version TEXT NOT NULL,         -- of the file and of the notes, as they were reviewed
  review TEXT NOT NULL,          -- the encounter of `notelint review --format json`
  error TEXT NOT NULL,           -- why it could not be reviewed; empty where it was
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  reviewed_at TEXT NOT NULL,
  UNIQUE (file, number, part)
) STRICT;
CREATE TABLE claim_notes (
  claim INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  file TEXT NOT NULL,
  PRIMARY KEY (claim, file)
) STRICT;
CREATE INDEX claim_notes_by_file ON claim_notes (file);
