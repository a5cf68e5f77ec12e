-- Who takes part. A contractor may work for several agencies; a person belongs to one organisation.
CREATE TABLE organisations (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('agency', 'contractor', 'intermediary')),
    name        TEXT NOT NULL CHECK (name <> ''),
    created_at  BIGINT NOT NULL
);

CREATE TABLE people (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    email           TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> ''),
    name            TEXT NOT NULL,
    password_hash   TEXT,
    second_factor   BYTEA,
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
);
CREATE INDEX people_of_organisation ON people (organisation_id);

CREATE TABLE roles (
    person_id   TEXT NOT NULL REFERENCES people (id),
    role        TEXT NOT NULL CHECK (role IN ('contractor-clerk', 'contractor-certifier', 'officer', 'approver', 'intermediary',
                                              'administrator', 'investigator')),
    granted_by  TEXT REFERENCES people (id),
    granted_at  BIGINT NOT NULL,
    PRIMARY KEY (person_id, role)
);

-- What is built or bought, and who holds a part of it. tier 0 is the prime.
CREATE TABLE projects (
    id          TEXT PRIMARY KEY,
    agency_id   TEXT NOT NULL REFERENCES organisations (id),
    number      TEXT NOT NULL CHECK (number <> ''),
    name        TEXT NOT NULL,
    facts       TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (agency_id, number)
);

CREATE TABLE contracts (
    id            TEXT PRIMARY KEY,
    project_id    TEXT NOT NULL REFERENCES projects (id),
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    parent_id     TEXT REFERENCES contracts (id),
    tier          BIGINT NOT NULL CHECK (tier BETWEEN 0 AND 9),
    value         BIGINT,
    started_on    DATE,
    ended_on      DATE,
    created_at    BIGINT NOT NULL,
    UNIQUE (project_id, contractor_id),
    UNIQUE (id, project_id),
    CHECK ((tier = 0) = (parent_id IS NULL))
);
CREATE INDEX contracts_of_contractor ON contracts (contractor_id);
CREATE INDEX contracts_below ON contracts (parent_id);

-- Files as they came, by SHA-256. The bytes lie in the object store.
CREATE TABLE originals (
    sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    bytes      BIGINT NOT NULL CHECK (bytes >= 0),
    stored_at  BIGINT NOT NULL
);

-- One contractor's week on one project. Certified content is never edited: an amendment is version n+1. The project is
-- the contract's; it stands here too so that the weeks of a project can be turned over page by page.
CREATE TABLE submissions (
    id            TEXT PRIMARY KEY,
    contract_id   TEXT NOT NULL,
    project_id    TEXT NOT NULL,
    week_ending   DATE NOT NULL,
    version       BIGINT NOT NULL CHECK (version >= 1),
    kind          TEXT NOT NULL CHECK (kind IN ('payroll', 'no-work')),
    final         BOOLEAN NOT NULL,
    original      TEXT REFERENCES originals (sha256),
    file_name     TEXT,
    layout        TEXT,
    mapping       TEXT,
    reason        TEXT,
    created_by    TEXT NOT NULL REFERENCES people (id),
    created_at    BIGINT NOT NULL,
    certified_at  BIGINT,
    UNIQUE (contract_id, week_ending, version),
    FOREIGN KEY (contract_id, project_id) REFERENCES contracts (id, project_id),
    CHECK (version = 1 OR (reason IS NOT NULL AND reason <> '')),
    CHECK (kind = 'payroll' OR original IS NULL)
);
CREATE INDEX submissions_of_original ON submissions (original);
CREATE INDEX submissions_of_project ON submissions (project_id, week_ending, id);
CREATE INDEX submissions_by_certification ON submissions (certified_at, id);

-- A version taken back, with its reason. The version itself stays and still opens.
CREATE TABLE withdrawals (
    submission_id TEXT PRIMARY KEY REFERENCES submissions (id),
    reason        TEXT NOT NULL CHECK (reason <> ''),
    withdrawn_by  TEXT NOT NULL REFERENCES people (id),
    withdrawn_at  BIGINT NOT NULL
);

-- Money, rates and hours are counts of millionths. NULL is a reading the file does not give; it is never zero.
CREATE TABLE payroll_lines (
    submission_id  TEXT NOT NULL REFERENCES submissions (id),
    line           BIGINT NOT NULL,
    file_row       BIGINT NOT NULL,
    worker         TEXT,
    classification TEXT,
    trade          TEXT,
    level          TEXT CHECK (level IN ('journeyworker', 'apprentice')),
    day_1          BIGINT,
    day_2          BIGINT,
    day_3          BIGINT,
    day_4          BIGINT,
    day_5          BIGINT,
    day_6          BIGINT,
    day_7          BIGINT,
    straight       BIGINT,
    overtime       BIGINT,
    doubletime     BIGINT,
    hours          BIGINT,
    base_rate      BIGINT,
    overtime_rate  BIGINT,
    fringe_plan    BIGINT,
    fringe_cash    BIGINT,
    gross_project  BIGINT,
    gross_all      BIGINT,
    deductions     BIGINT,
    net            BIGINT,
    PRIMARY KEY (submission_id, line)
);

-- What is known of the worker of a line, yes or no; what is not here is not known. Read by aggregate jobs alone.
CREATE TABLE demographics (
    submission_id TEXT NOT NULL,
    line          BIGINT NOT NULL,
    attribute     TEXT NOT NULL,
    holds         BOOLEAN NOT NULL,
    PRIMARY KEY (submission_id, line, attribute),
    FOREIGN KEY (submission_id, line) REFERENCES payroll_lines (submission_id, line)
);

-- One checking of one submission: the canonical bytes of its report, and what is asked for by column.
CREATE TABLE runs (
    id             TEXT PRIMARY KEY,
    submission_id  TEXT NOT NULL REFERENCES submissions (id),
    engine         TEXT NOT NULL,
    rules_digest   TEXT NOT NULL,
    report         BYTEA NOT NULL,
    report_sha256  TEXT NOT NULL CHECK (length(report_sha256) = 64),
    created_at     BIGINT NOT NULL
);
CREATE INDEX runs_of_submission ON runs (submission_id);

CREATE TABLE findings (
    run_id       TEXT NOT NULL REFERENCES runs (id),
    ordinal      BIGINT NOT NULL,
    fingerprint  TEXT NOT NULL,
    rule         TEXT NOT NULL,
    check_name   TEXT NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('met', 'not-met', 'cannot-tell', 'not-applicable')),
    force        TEXT NOT NULL CHECK (force IN ('requirement', 'goal', 'safe-harbor', 'incentive', 'disclosure')),
    severity     TEXT NOT NULL CHECK (severity IN ('answer', 'look', 'inform', 'block')),
    worker       TEXT,
    owed         BIGINT,
    body         BYTEA NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);
CREATE INDEX findings_by_fingerprint ON findings (fingerprint);

-- What the contractor says to a finding. It is kept by fingerprint, so it survives a corrected file; the last one counts.
CREATE TABLE answers (
    id           TEXT PRIMARY KEY,
    contract_id  TEXT NOT NULL REFERENCES contracts (id),
    week_ending  DATE NOT NULL,
    fingerprint  TEXT NOT NULL,
    answer       TEXT NOT NULL CHECK (answer IN ('corrected', 'will-pay', 'disagree')),
    note         TEXT NOT NULL,
    document     TEXT REFERENCES originals (sha256),
    answered_by  TEXT NOT NULL REFERENCES people (id),
    answered_at  BIGINT NOT NULL
);
CREATE INDEX answers_of_week ON answers (contract_id, week_ending, fingerprint);

-- The Statement of Compliance as it was signed, with the digests of everything it freezes.
CREATE TABLE signatures (
    submission_id  TEXT PRIMARY KEY REFERENCES submissions (id),
    signed_by      TEXT NOT NULL REFERENCES people (id),
    signed_name    TEXT NOT NULL,
    signed_as      TEXT NOT NULL,
    statement      TEXT NOT NULL,
    rows_sha256    TEXT NOT NULL,
    original       TEXT,
    run_id         TEXT REFERENCES runs (id),
    report_sha256  TEXT,
    rules_digest   TEXT,
    signed_at      BIGINT NOT NULL
);

-- What an officer decided. Only a person makes one; a later one names the one it replaces.
CREATE TABLE determinations (
    id           TEXT PRIMARY KEY,
    run_id       TEXT NOT NULL,
    ordinal      BIGINT NOT NULL,
    decision     TEXT NOT NULL CHECK (decision IN ('sustained', 'not-sustained', 'corrected', 'waived')),
    reason       TEXT NOT NULL CHECK (reason <> ''),
    replaces     TEXT UNIQUE REFERENCES determinations (id),
    decided_by   TEXT NOT NULL REFERENCES people (id),
    decided_at   BIGINT NOT NULL,
    FOREIGN KEY (run_id, ordinal) REFERENCES findings (run_id, ordinal)
);
CREATE INDEX determinations_of_finding ON determinations (run_id, ordinal);

-- Hours of certified weeks, the version that counts. Under 'all' every hour stands in hours_in; under a fact hours_in are
-- of workers for whom it holds, hours_out of those for whom it does not. What is neither is not known.
CREATE TABLE cube (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    week_ending   DATE NOT NULL,
    trade         TEXT NOT NULL,
    level         TEXT NOT NULL,
    grouping_name TEXT NOT NULL,
    lines         BIGINT NOT NULL,
    without_hours BIGINT NOT NULL,
    hours_in      BIGINT NOT NULL,
    hours_out     BIGINT NOT NULL,
    PRIMARY KEY (project_id, contractor_id, week_ending, trade, level, grouping_name)
);

-- Work that survives a kill: taken with a lease, given back when the lease runs out.
CREATE TABLE jobs (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    once_key    TEXT NOT NULL UNIQUE,
    payload     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'stopped')),
    attempts    BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    lease       TEXT,
    lease_ends  BIGINT,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX jobs_to_take ON jobs (state, due_at);

-- Mail to be sent once. The message number is fixed when it is written, so a repeat can be recognised.
CREATE TABLE outbox (
    id          TEXT PRIMARY KEY,
    once_key    TEXT NOT NULL UNIQUE,
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    lease       TEXT,
    lease_ends  BIGINT,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT,
    stopped_at  BIGINT
);
CREATE INDEX outbox_to_send ON outbox (sent_at, stopped_at, due_at);

-- What was answered to a request that may come twice.
CREATE TABLE idempotency (
    owner_id        TEXT NOT NULL,
    request_key     TEXT NOT NULL,
    request_sha256  TEXT NOT NULL,
    status          BIGINT NOT NULL,
    response        TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    PRIMARY KEY (owner_id, request_key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- The audit log: entry n holds the hash of entry n-1. No personal data is in it; records are named by a salted digest.
CREATE TABLE audit_log (
    seq    BIGINT PRIMARY KEY,
    entry  TEXT NOT NULL,
    hash   TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
);

-- Without its salt a digest in the log says nothing any more; a salt is destroyed with the record.
CREATE TABLE audit_salts (
    seq    BIGINT PRIMARY KEY REFERENCES audit_log (seq),
    salt   BYTEA NOT NULL
);

CREATE TABLE audit_checkpoints (
    entries   BIGINT PRIMARY KEY,
    head      TEXT NOT NULL,
    taken_at  BIGINT NOT NULL
);

-- Insert-only tables.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER withdrawals_no_change BEFORE UPDATE OR DELETE ON withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER withdrawals_no_truncate BEFORE TRUNCATE ON withdrawals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER runs_no_change BEFORE UPDATE OR DELETE ON runs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER runs_no_truncate BEFORE TRUNCATE ON runs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER findings_no_change BEFORE UPDATE OR DELETE ON findings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER findings_no_truncate BEFORE TRUNCATE ON findings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answers_no_change BEFORE UPDATE OR DELETE ON answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answers_no_truncate BEFORE TRUNCATE ON answers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signatures_no_change BEFORE UPDATE OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signatures_no_truncate BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER determinations_no_change BEFORE UPDATE OR DELETE ON determinations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER determinations_no_truncate BEFORE TRUNCATE ON determinations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_checkpoints_no_change BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Certified content. A draft may change and may be certified once; from then on it stands, and so do its lines.
CREATE FUNCTION refuse_certified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.certified_at IS NOT NULL THEN
        RAISE EXCEPTION 'certified content is never edited';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_certified_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM submissions WHERE id = OLD.submission_id AND certified_at IS NOT NULL) THEN
        RAISE EXCEPTION 'certified content is never edited';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM submissions WHERE id = NEW.submission_id AND certified_at IS NOT NULL) THEN
        RAISE EXCEPTION 'certified content is never edited';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER submissions_certified BEFORE UPDATE OR DELETE ON submissions FOR EACH ROW EXECUTE FUNCTION refuse_certified();
CREATE TRIGGER submissions_no_truncate BEFORE TRUNCATE ON submissions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payroll_lines_certified BEFORE INSERT OR UPDATE OR DELETE ON payroll_lines FOR EACH ROW EXECUTE FUNCTION refuse_certified_line();
CREATE TRIGGER payroll_lines_no_truncate BEFORE TRUNCATE ON payroll_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER demographics_certified BEFORE INSERT OR UPDATE OR DELETE ON demographics FOR EACH ROW EXECUTE FUNCTION refuse_certified_line();
CREATE TRIGGER demographics_no_truncate BEFORE TRUNCATE ON demographics FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
