-- The files a project file names (a wage determination, facts of people), as originals.
CREATE TABLE project_files (
    project_id  TEXT NOT NULL REFERENCES projects (id),
    name        TEXT NOT NULL CHECK (name <> '' AND name NOT LIKE '%/%'),
    sha256      TEXT NOT NULL REFERENCES originals (sha256),
    added_at    INTEGER NOT NULL,
    PRIMARY KEY (project_id, name)
) STRICT;

-- A week on its way: from the file to the signature. It is the contractor's own until it is signed, and changes until then.
CREATE TABLE uploads (
    id              TEXT PRIMARY KEY,
    contract_id     TEXT NOT NULL REFERENCES contracts (id),
    week_ending     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('payroll', 'no-work')),
    final           INTEGER NOT NULL CHECK (final IN (0, 1)),
    amends          TEXT REFERENCES submissions (id),
    reason          TEXT,
    original        TEXT REFERENCES originals (sha256),
    file_name       TEXT,
    mapping         TEXT,
    state           TEXT NOT NULL CHECK (state IN ('reading', 'refused', 'columns', 'examined', 'signed', 'replaced', 'dropped')),
    readings        INTEGER NOT NULL DEFAULT 0,
    examination_id  TEXT,
    submission_id   TEXT REFERENCES submissions (id),
    uploaded_by     TEXT NOT NULL REFERENCES people (id),
    uploaded_at     INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    CHECK (kind = 'payroll' OR original IS NULL),
    CHECK ((state = 'signed') = (submission_id IS NOT NULL))
) STRICT;
CREATE INDEX uploads_of_week ON uploads (contract_id, week_ending, uploaded_at);
CREATE INDEX uploads_of_original ON uploads (original);
CREATE INDEX uploads_by_person ON uploads (uploaded_by, uploaded_at);
CREATE INDEX uploads_by_state ON uploads (state);

-- One reading of an upload: what was understood, the problems, the findings, as one canonical text.
CREATE TABLE examinations (
    id          TEXT PRIMARY KEY,
    upload_id   TEXT NOT NULL REFERENCES uploads (id),
    number      INTEGER NOT NULL CHECK (number >= 1),
    request     TEXT NOT NULL,
    body        BLOB NOT NULL,
    sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
    outcome     TEXT NOT NULL CHECK (outcome IN ('refused', 'columns', 'examined')),
    problems    INTEGER NOT NULL,
    findings    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (upload_id, number)
) STRICT;

-- Cells corrected on the page. The original is never touched: a reading lays these over it.
CREATE TABLE corrections (
    id            TEXT PRIMARY KEY,
    upload_id     TEXT NOT NULL REFERENCES uploads (id),
    sheet         TEXT NOT NULL,
    file_row      INTEGER NOT NULL CHECK (file_row >= 1),
    column_index  INTEGER NOT NULL CHECK (column_index >= 0),
    before        TEXT NOT NULL,
    after         TEXT NOT NULL,
    corrected_by  TEXT NOT NULL REFERENCES people (id),
    corrected_at  INTEGER NOT NULL,
    undone_at     INTEGER
) STRICT;
CREATE INDEX corrections_of_upload ON corrections (upload_id, corrected_at);

-- How a contractor's shape of file was matched once, for the next file of that shape.
CREATE TABLE saved_mappings (
    contractor_id  TEXT NOT NULL REFERENCES organisations (id),
    shape          TEXT NOT NULL CHECK (length(shape) = 64),
    mapping        TEXT NOT NULL,
    saved_by       TEXT NOT NULL REFERENCES people (id),
    saved_at       INTEGER NOT NULL,
    PRIMARY KEY (contractor_id, shape)
) STRICT;

-- What was signed and what it was read from belong together for good.
CREATE TRIGGER uploads_signed_no_update BEFORE UPDATE ON uploads WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
CREATE TRIGGER uploads_signed_no_delete BEFORE DELETE ON uploads WHEN OLD.state = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
CREATE TRIGGER examinations_no_update BEFORE UPDATE ON examinations BEGIN SELECT RAISE(ABORT, 'examinations is insert-only'); END;
CREATE TRIGGER examinations_signed_no_delete BEFORE DELETE ON examinations
WHEN (SELECT state FROM uploads WHERE id = OLD.upload_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
CREATE TRIGGER examinations_no_replace BEFORE INSERT ON examinations WHEN EXISTS (SELECT 1 FROM examinations WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'examinations is insert-only'); END;
CREATE TRIGGER corrections_signed_no_insert BEFORE INSERT ON corrections
WHEN (SELECT state FROM uploads WHERE id = NEW.upload_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
CREATE TRIGGER corrections_signed_no_update BEFORE UPDATE ON corrections
WHEN (SELECT state FROM uploads WHERE id = OLD.upload_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
CREATE TRIGGER corrections_signed_no_delete BEFORE DELETE ON corrections
WHEN (SELECT state FROM uploads WHERE id = OLD.upload_id) = 'signed'
BEGIN SELECT RAISE(ABORT, 'a signed upload is never edited'); END;
