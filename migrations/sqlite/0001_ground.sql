-- Who takes part. A contractor may work for several agencies; a person belongs to one organisation.
CREATE TABLE organisations (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('agency', 'contractor', 'intermediary')),
    name        TEXT NOT NULL CHECK (name <> ''),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    email           TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> ''),
    name            TEXT NOT NULL,
    password_hash   TEXT,
    second_factor   BLOB,
    created_at      INTEGER NOT NULL,
    disabled_at     INTEGER
) STRICT;
CREATE INDEX people_of_organisation ON people (organisation_id);

CREATE TABLE roles (
    person_id   TEXT NOT NULL REFERENCES people (id),
    role        TEXT NOT NULL CHECK (role IN ('contractor-clerk', 'contractor-certifier', 'officer', 'approver', 'intermediary',
                                              'administrator', 'investigator')),
    granted_by  TEXT REFERENCES people (id),
    granted_at  INTEGER NOT NULL,
    PRIMARY KEY (person_id, role)
) STRICT;

-- What is built or bought, and who holds a part of it. tier 0 is the prime.
CREATE TABLE projects (
    id          TEXT PRIMARY KEY,
    agency_id   TEXT NOT NULL REFERENCES organisations (id),
    number      TEXT NOT NULL CHECK (number <> ''),
    name        TEXT NOT NULL,
    facts       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (agency_id, number)
) STRICT;

CREATE TABLE contracts (
    id            TEXT PRIMARY KEY,
    project_id    TEXT NOT NULL REFERENCES projects (id),
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    parent_id     TEXT REFERENCES contracts (id),
    tier          INTEGER NOT NULL CHECK (tier BETWEEN 0 AND 9),
    value         INTEGER,
    started_on    TEXT,
    ended_on      TEXT,
    created_at    INTEGER NOT NULL,
    UNIQUE (project_id, contractor_id),
    UNIQUE (id, project_id),
    CHECK ((tier = 0) = (parent_id IS NULL))
) STRICT;
CREATE INDEX contracts_of_contractor ON contracts (contractor_id);
CREATE INDEX contracts_below ON contracts (parent_id);

-- Files as they came, by SHA-256. The bytes lie in the object store.
CREATE TABLE originals (
    sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    stored_at  INTEGER NOT NULL
) STRICT;

-- One contractor's week on one project. Certified content is never edited: an amendment is version n+1. The project is
-- the contract's; it stands here too so that the weeks of a project can be turned over page by page.
CREATE TABLE submissions (
    id            TEXT PRIMARY KEY,
    contract_id   TEXT NOT NULL,
    project_id    TEXT NOT NULL,
    week_ending   TEXT NOT NULL,
    version       INTEGER NOT NULL CHECK (version >= 1),
    kind          TEXT NOT NULL CHECK (kind IN ('payroll', 'no-work')),
    final         INTEGER NOT NULL CHECK (final IN (0, 1)),
    original      TEXT REFERENCES originals (sha256),
    file_name     TEXT,
    layout        TEXT,
    mapping       TEXT,
    reason        TEXT,
    created_by    TEXT NOT NULL REFERENCES people (id),
    created_at    INTEGER NOT NULL,
    certified_at  INTEGER,
    UNIQUE (contract_id, week_ending, version),
    FOREIGN KEY (contract_id, project_id) REFERENCES contracts (id, project_id),
    CHECK (version = 1 OR (reason IS NOT NULL AND reason <> '')),
    CHECK (kind = 'payroll' OR original IS NULL)
) STRICT;
CREATE INDEX submissions_of_original ON submissions (original);
CREATE INDEX submissions_of_project ON submissions (project_id, week_ending, id);
CREATE INDEX submissions_by_certification ON submissions (certified_at, id);

-- A version taken back, with its reason. The version itself stays and still opens.
CREATE TABLE withdrawals (
    submission_id TEXT PRIMARY KEY REFERENCES submissions (id),
    reason        TEXT NOT NULL CHECK (reason <> ''),
    withdrawn_by  TEXT NOT NULL REFERENCES people (id),
    withdrawn_at  INTEGER NOT NULL
) STRICT;

-- Money, rates and hours are counts of millionths. NULL is a reading the file does not give; it is never zero.
CREATE TABLE payroll_lines (
    submission_id  TEXT NOT NULL REFERENCES submissions (id),
    line           INTEGER NOT NULL,
    file_row       INTEGER NOT NULL,
    worker         TEXT,
    classification TEXT,
    trade          TEXT,
    level          TEXT CHECK (level IN ('journeyworker', 'apprentice')),
    day_1          INTEGER,
    day_2          INTEGER,
    day_3          INTEGER,
    day_4          INTEGER,
    day_5          INTEGER,
    day_6          INTEGER,
    day_7          INTEGER,
    straight       INTEGER,
    overtime       INTEGER,
    doubletime     INTEGER,
    hours          INTEGER,
    base_rate      INTEGER,
    overtime_rate  INTEGER,
    fringe_plan    INTEGER,
    fringe_cash    INTEGER,
    gross_project  INTEGER,
    gross_all      INTEGER,
    deductions     INTEGER,
    net            INTEGER,
    PRIMARY KEY (submission_id, line)
) STRICT, WITHOUT ROWID;

-- What is known of the worker of a line, yes or no; what is not here is not known. Read by aggregate jobs alone.
CREATE TABLE demographics (
    submission_id TEXT NOT NULL,
    line          INTEGER NOT NULL,
    attribute     TEXT NOT NULL,
    holds         INTEGER NOT NULL CHECK (holds IN (0, 1)),
    PRIMARY KEY (submission_id, line, attribute),
    FOREIGN KEY (submission_id, line) REFERENCES payroll_lines (submission_id, line)
) STRICT, WITHOUT ROWID;

-- One checking of one submission: the canonical bytes of its report, and what is asked for by column.
CREATE TABLE runs (
    id             TEXT PRIMARY KEY,
    submission_id  TEXT NOT NULL REFERENCES submissions (id),
    engine         TEXT NOT NULL,
    rules_digest   TEXT NOT NULL,
    report         BLOB NOT NULL,
    report_sha256  TEXT NOT NULL CHECK (length(report_sha256) = 64),
    created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_of_submission ON runs (submission_id);

CREATE TABLE findings (
    run_id       TEXT NOT NULL REFERENCES runs (id),
    ordinal      INTEGER NOT NULL,
    fingerprint  TEXT NOT NULL,
    rule         TEXT NOT NULL,
    check_name   TEXT NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('met', 'not-met', 'cannot-tell', 'not-applicable')),
    force        TEXT NOT NULL CHECK (force IN ('requirement', 'goal', 'safe-harbor', 'incentive', 'disclosure')),
    severity     TEXT NOT NULL CHECK (severity IN ('answer', 'look', 'inform', 'block')),
    worker       TEXT,
    owed         INTEGER,
    body         BLOB NOT NULL,
    PRIMARY KEY (run_id, ordinal)
) STRICT;
CREATE INDEX findings_by_fingerprint ON findings (fingerprint);

-- What the contractor says to a finding. It is kept by fingerprint, so it survives a corrected file; the last one counts.
CREATE TABLE answers (
    id           TEXT PRIMARY KEY,
    contract_id  TEXT NOT NULL REFERENCES contracts (id),
    week_ending  TEXT NOT NULL,
    fingerprint  TEXT NOT NULL,
    answer       TEXT NOT NULL CHECK (answer IN ('corrected', 'will-pay', 'disagree')),
    note         TEXT NOT NULL,
    document     TEXT REFERENCES originals (sha256),
    answered_by  TEXT NOT NULL REFERENCES people (id),
    answered_at  INTEGER NOT NULL
) STRICT;
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
    signed_at      INTEGER NOT NULL
) STRICT;

-- What an officer decided. Only a person makes one; a later one names the one it replaces.
CREATE TABLE determinations (
    id           TEXT PRIMARY KEY,
    run_id       TEXT NOT NULL,
    ordinal      INTEGER NOT NULL,
    decision     TEXT NOT NULL CHECK (decision IN ('sustained', 'not-sustained', 'corrected', 'waived')),
    reason       TEXT NOT NULL CHECK (reason <> ''),
    replaces     TEXT UNIQUE REFERENCES determinations (id),
    decided_by   TEXT NOT NULL REFERENCES people (id),
    decided_at   INTEGER NOT NULL,
    FOREIGN KEY (run_id, ordinal) REFERENCES findings (run_id, ordinal)
) STRICT;
CREATE INDEX determinations_of_finding ON determinations (run_id, ordinal);

-- Hours of certified weeks, the version that counts. Under 'all' every hour stands in hours_in; under a fact hours_in are
-- of workers for whom it holds, hours_out of those for whom it does not. What is neither is not known.
CREATE TABLE cube (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    week_ending   TEXT NOT NULL,
    trade         TEXT NOT NULL,
    level         TEXT NOT NULL,
    grouping_name TEXT NOT NULL,
    lines         INTEGER NOT NULL,
    without_hours INTEGER NOT NULL,
    hours_in      INTEGER NOT NULL,
    hours_out     INTEGER NOT NULL,
    PRIMARY KEY (project_id, contractor_id, week_ending, trade, level, grouping_name)
) STRICT, WITHOUT ROWID;

-- Work that survives a kill: taken with a lease, given back when the lease runs out.
CREATE TABLE jobs (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    once_key    TEXT NOT NULL UNIQUE,
    payload     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'stopped')),
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease       TEXT,
    lease_ends  INTEGER,
    last_error  TEXT,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
CREATE INDEX jobs_to_take ON jobs (state, due_at);

-- Mail to be sent once. The message number is fixed when it is written, so a repeat can be recognised.
CREATE TABLE outbox (
    id          TEXT PRIMARY KEY,
    once_key    TEXT NOT NULL UNIQUE,
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease       TEXT,
    lease_ends  INTEGER,
    last_error  TEXT,
    created_at  INTEGER NOT NULL,
    sent_at     INTEGER,
    stopped_at  INTEGER
) STRICT;
CREATE INDEX outbox_to_send ON outbox (sent_at, stopped_at, due_at);

-- What was answered to a request that may come twice.
CREATE TABLE idempotency (
    owner_id        TEXT NOT NULL,
    request_key     TEXT NOT NULL,
    request_sha256  TEXT NOT NULL,
    status          INTEGER NOT NULL,
    response        TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (owner_id, request_key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- The audit log: entry n holds the hash of entry n-1. No personal data is in it; records are named by a salted digest.
CREATE TABLE audit_log (
    seq    INTEGER PRIMARY KEY,
    entry  TEXT NOT NULL,
    hash   TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

-- Without its salt a digest in the log says nothing any more; a salt is destroyed with the record.
CREATE TABLE audit_salts (
    seq    INTEGER PRIMARY KEY REFERENCES audit_log (seq),
    salt   BLOB NOT NULL
) STRICT;

CREATE TABLE audit_checkpoints (
    entries   INTEGER PRIMARY KEY,
    head      TEXT NOT NULL,
    taken_at  INTEGER NOT NULL
) STRICT;

-- Insert-only tables. INSERT OR REPLACE deletes without asking the trigger on DELETE, so a row that is there is refused too.
CREATE TRIGGER withdrawals_no_update BEFORE UPDATE ON withdrawals BEGIN SELECT RAISE(ABORT, 'withdrawals is insert-only'); END;
CREATE TRIGGER withdrawals_no_delete BEFORE DELETE ON withdrawals BEGIN SELECT RAISE(ABORT, 'withdrawals is insert-only'); END;
CREATE TRIGGER withdrawals_no_replace BEFORE INSERT ON withdrawals WHEN EXISTS (SELECT 1 FROM withdrawals WHERE submission_id = NEW.submission_id)
BEGIN SELECT RAISE(ABORT, 'withdrawals is insert-only'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs is insert-only'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs is insert-only'); END;
CREATE TRIGGER runs_no_replace BEFORE INSERT ON runs WHEN EXISTS (SELECT 1 FROM runs WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'runs is insert-only'); END;
CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings is insert-only'); END;
CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'findings is insert-only'); END;
CREATE TRIGGER findings_no_replace BEFORE INSERT ON findings WHEN EXISTS (SELECT 1 FROM findings WHERE run_id = NEW.run_id AND ordinal = NEW.ordinal)
BEGIN SELECT RAISE(ABORT, 'findings is insert-only'); END;
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers BEGIN SELECT RAISE(ABORT, 'answers is insert-only'); END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers BEGIN SELECT RAISE(ABORT, 'answers is insert-only'); END;
CREATE TRIGGER answers_no_replace BEFORE INSERT ON answers WHEN EXISTS (SELECT 1 FROM answers WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'answers is insert-only'); END;
CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures is insert-only'); END;
CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures is insert-only'); END;
CREATE TRIGGER signatures_no_replace BEFORE INSERT ON signatures WHEN EXISTS (SELECT 1 FROM signatures WHERE submission_id = NEW.submission_id)
BEGIN SELECT RAISE(ABORT, 'signatures is insert-only'); END;
CREATE TRIGGER determinations_no_update BEFORE UPDATE ON determinations BEGIN SELECT RAISE(ABORT, 'determinations is insert-only'); END;
CREATE TRIGGER determinations_no_delete BEFORE DELETE ON determinations BEGIN SELECT RAISE(ABORT, 'determinations is insert-only'); END;
CREATE TRIGGER determinations_no_replace BEFORE INSERT ON determinations WHEN EXISTS (SELECT 1 FROM determinations WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'determinations is insert-only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is insert-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is insert-only'); END;
CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log WHEN EXISTS (SELECT 1 FROM audit_log WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit_log is insert-only'); END;
CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is insert-only'); END;
CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is insert-only'); END;
CREATE TRIGGER audit_checkpoints_no_replace BEFORE INSERT ON audit_checkpoints WHEN EXISTS (SELECT 1 FROM audit_checkpoints WHERE entries = NEW.entries)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is insert-only'); END;

-- Certified content. A draft may change and may be certified once; from then on it stands, and so do its lines.
CREATE TRIGGER submissions_certified_no_update BEFORE UPDATE ON submissions WHEN OLD.certified_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER submissions_certified_no_delete BEFORE DELETE ON submissions WHEN OLD.certified_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR (contract_id = NEW.contract_id AND week_ending = NEW.week_ending AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'a version that is there is never replaced'); END;
CREATE TRIGGER payroll_lines_certified_no_insert BEFORE INSERT ON payroll_lines
WHEN (SELECT certified_at FROM submissions WHERE id = NEW.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER payroll_lines_certified_no_update BEFORE UPDATE ON payroll_lines
WHEN (SELECT certified_at FROM submissions WHERE id = OLD.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER payroll_lines_certified_no_delete BEFORE DELETE ON payroll_lines
WHEN (SELECT certified_at FROM submissions WHERE id = OLD.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER payroll_lines_certified_no_move BEFORE UPDATE OF submission_id ON payroll_lines
WHEN (SELECT certified_at FROM submissions WHERE id = NEW.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER demographics_certified_no_insert BEFORE INSERT ON demographics
WHEN (SELECT certified_at FROM submissions WHERE id = NEW.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER demographics_certified_no_update BEFORE UPDATE ON demographics
WHEN (SELECT certified_at FROM submissions WHERE id = OLD.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER demographics_certified_no_delete BEFORE DELETE ON demographics
WHEN (SELECT certified_at FROM submissions WHERE id = OLD.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
CREATE TRIGGER demographics_certified_no_move BEFORE UPDATE OF submission_id ON demographics
WHEN (SELECT certified_at FROM submissions WHERE id = NEW.submission_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'certified content is never edited'); END;
