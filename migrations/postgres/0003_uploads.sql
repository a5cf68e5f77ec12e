-- The files a project file names (a wage determination, facts of people), as originals.
CREATE TABLE project_files (
    project_id  TEXT NOT NULL REFERENCES projects (id),
    name        TEXT NOT NULL CHECK (name <> '' AND name NOT LIKE '%/%'),
    sha256      TEXT NOT NULL REFERENCES originals (sha256),
    added_at    BIGINT NOT NULL,
    PRIMARY KEY (project_id, name)
);

-- A week on its way: from the file to the signature. It is the contractor's own until it is signed, and changes until then.
CREATE TABLE uploads (
    id              TEXT PRIMARY KEY,
    contract_id     TEXT NOT NULL REFERENCES contracts (id),
    week_ending     DATE NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('payroll', 'no-work')),
    final           BOOLEAN NOT NULL,
    amends          TEXT REFERENCES submissions (id),
    reason          TEXT,
    original        TEXT REFERENCES originals (sha256),
    file_name       TEXT,
    mapping         TEXT,
    state           TEXT NOT NULL CHECK (state IN ('reading', 'refused', 'columns', 'examined', 'signed', 'replaced', 'dropped')),
    readings        BIGINT NOT NULL DEFAULT 0,
    examination_id  TEXT,
    submission_id   TEXT REFERENCES submissions (id),
    uploaded_by     TEXT NOT NULL REFERENCES people (id),
    uploaded_at     BIGINT NOT NULL,
    changed_at      BIGINT NOT NULL,
    CHECK (kind = 'payroll' OR original IS NULL),
    CHECK ((state = 'signed') = (submission_id IS NOT NULL))
);
CREATE INDEX uploads_of_week ON uploads (contract_id, week_ending, uploaded_at);
CREATE INDEX uploads_of_original ON uploads (original);
CREATE INDEX uploads_by_person ON uploads (uploaded_by, uploaded_at);
CREATE INDEX uploads_by_state ON uploads (state);

-- One reading of an upload: what was understood, the problems, the findings, as one canonical text.
CREATE TABLE examinations (
    id          TEXT PRIMARY KEY,
    upload_id   TEXT NOT NULL REFERENCES uploads (id),
    number      BIGINT NOT NULL CHECK (number >= 1),
    request     TEXT NOT NULL,
    body        BYTEA NOT NULL,
    sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
    outcome     TEXT NOT NULL CHECK (outcome IN ('refused', 'columns', 'examined')),
    problems    BIGINT NOT NULL,
    findings    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (upload_id, number)
);

-- Cells corrected on the page. The original is never touched: a reading lays these over it.
CREATE TABLE corrections (
    id            TEXT PRIMARY KEY,
    upload_id     TEXT NOT NULL REFERENCES uploads (id),
    sheet         TEXT NOT NULL,
    file_row      BIGINT NOT NULL CHECK (file_row >= 1),
    column_index  BIGINT NOT NULL CHECK (column_index >= 0),
    before        TEXT NOT NULL,
    after         TEXT NOT NULL,
    corrected_by  TEXT NOT NULL REFERENCES people (id),
    corrected_at  BIGINT NOT NULL,
    undone_at     BIGINT
);
CREATE INDEX corrections_of_upload ON corrections (upload_id, corrected_at);

-- How a contractor's shape of file was matched once, for the next file of that shape.
CREATE TABLE saved_mappings (
    contractor_id  TEXT NOT NULL REFERENCES organisations (id),
    shape          TEXT NOT NULL CHECK (length(shape) = 64),
    mapping        TEXT NOT NULL,
    saved_by       TEXT NOT NULL REFERENCES people (id),
    saved_at       BIGINT NOT NULL,
    PRIMARY KEY (contractor_id, shape)
);

-- What was signed and what it was read from belong together for good.
CREATE FUNCTION refuse_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION 'a signed upload is never edited';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_signed_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM uploads WHERE id = OLD.upload_id AND state = 'signed') THEN
        RAISE EXCEPTION 'a signed upload is never edited';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM uploads WHERE id = NEW.upload_id AND state = 'signed') THEN
        RAISE EXCEPTION 'a signed upload is never edited';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER uploads_signed BEFORE UPDATE OR DELETE ON uploads FOR EACH ROW EXECUTE FUNCTION refuse_signed();
CREATE TRIGGER uploads_no_truncate BEFORE TRUNCATE ON uploads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrections_signed BEFORE INSERT OR UPDATE OR DELETE ON corrections FOR EACH ROW EXECUTE FUNCTION refuse_signed_part();
CREATE TRIGGER corrections_no_truncate BEFORE TRUNCATE ON corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER examinations_signed BEFORE DELETE ON examinations FOR EACH ROW EXECUTE FUNCTION refuse_signed_part();
CREATE TRIGGER examinations_no_update BEFORE UPDATE ON examinations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER examinations_no_truncate BEFORE TRUNCATE ON examinations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
