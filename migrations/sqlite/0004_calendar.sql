-- When the weeks of a contract end and are paid, as the firm or the agency said.
CREATE TABLE filing_terms (
    contract_id    TEXT PRIMARY KEY REFERENCES contracts (id),
    week_ends      INTEGER NOT NULL CHECK (week_ends BETWEEN 0 AND 6),
    pay_day_after  INTEGER CHECK (pay_day_after BETWEEN 0 AND 31),
    set_by         TEXT NOT NULL REFERENCES people (id),
    set_at         INTEGER NOT NULL
) STRICT;

-- What the parties of a project agreed on for this site.
CREATE TABLE project_settings (
    project_id      TEXT PRIMARY KEY REFERENCES projects (id),
    prime_approves  INTEGER NOT NULL CHECK (prime_approves IN (0, 1)),
    set_by          TEXT NOT NULL REFERENCES people (id),
    set_at          INTEGER NOT NULL
) STRICT;

-- The main contractor's word on a signed week of a firm below it.
CREATE TABLE approvals (
    submission_id TEXT PRIMARY KEY REFERENCES submissions (id),
    note          TEXT NOT NULL,
    approved_by   TEXT NOT NULL REFERENCES people (id),
    approved_at   INTEGER NOT NULL
) STRICT;

-- A signed version that was of another week or project: the upload that takes its place there.
CREATE TABLE moves (
    upload_id     TEXT PRIMARY KEY REFERENCES uploads (id),
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    reason        TEXT NOT NULL CHECK (reason <> ''),
    moved_by      TEXT NOT NULL REFERENCES people (id),
    moved_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX moves_of_submission ON moves (submission_id);

-- That a firm was reminded, and of how many weeks. Nobody asked where the program did it by itself.
CREATE TABLE reminders (
    id           TEXT PRIMARY KEY,
    contract_id  TEXT NOT NULL REFERENCES contracts (id),
    weeks        INTEGER NOT NULL CHECK (weeks >= 1),
    asked_by     TEXT REFERENCES people (id),
    reminded_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX reminders_of_contract ON reminders (contract_id, reminded_at);

-- What was done to one thing, for its timeline.
CREATE INDEX audit_by_object ON audit_log (json_extract(entry, '$.object'), seq);

CREATE TRIGGER approvals_no_update BEFORE UPDATE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals is insert-only'); END;
CREATE TRIGGER approvals_no_delete BEFORE DELETE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals is insert-only'); END;
CREATE TRIGGER approvals_no_replace BEFORE INSERT ON approvals WHEN EXISTS (SELECT 1 FROM approvals WHERE submission_id = NEW.submission_id)
BEGIN SELECT RAISE(ABORT, 'approvals is insert-only'); END;
CREATE TRIGGER moves_no_update BEFORE UPDATE ON moves BEGIN SELECT RAISE(ABORT, 'moves is insert-only'); END;
CREATE TRIGGER moves_no_delete BEFORE DELETE ON moves BEGIN SELECT RAISE(ABORT, 'moves is insert-only'); END;
CREATE TRIGGER moves_no_replace BEFORE INSERT ON moves WHEN EXISTS (SELECT 1 FROM moves WHERE upload_id = NEW.upload_id)
BEGIN SELECT RAISE(ABORT, 'moves is insert-only'); END;
CREATE TRIGGER reminders_no_update BEFORE UPDATE ON reminders BEGIN SELECT RAISE(ABORT, 'reminders is insert-only'); END;
CREATE TRIGGER reminders_no_delete BEFORE DELETE ON reminders BEGIN SELECT RAISE(ABORT, 'reminders is insert-only'); END;
CREATE TRIGGER reminders_no_replace BEFORE INSERT ON reminders WHEN EXISTS (SELECT 1 FROM reminders WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'reminders is insert-only'); END;
