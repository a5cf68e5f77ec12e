-- When the weeks of a contract end and are paid, as the firm or the agency said.
CREATE TABLE filing_terms (
    contract_id    TEXT PRIMARY KEY REFERENCES contracts (id),
    week_ends      BIGINT NOT NULL CHECK (week_ends BETWEEN 0 AND 6),
    pay_day_after  BIGINT CHECK (pay_day_after BETWEEN 0 AND 31),
    set_by         TEXT NOT NULL REFERENCES people (id),
    set_at         BIGINT NOT NULL
);

-- What the parties of a project agreed on for this site.
CREATE TABLE project_settings (
    project_id      TEXT PRIMARY KEY REFERENCES projects (id),
    prime_approves  BOOLEAN NOT NULL,
    set_by          TEXT NOT NULL REFERENCES people (id),
    set_at          BIGINT NOT NULL
);

-- The main contractor's word on a signed week of a firm below it.
CREATE TABLE approvals (
    submission_id TEXT PRIMARY KEY REFERENCES submissions (id),
    note          TEXT NOT NULL,
    approved_by   TEXT NOT NULL REFERENCES people (id),
    approved_at   BIGINT NOT NULL
);

-- A signed version that was of another week or project: the upload that takes its place there.
CREATE TABLE moves (
    upload_id     TEXT PRIMARY KEY REFERENCES uploads (id),
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    reason        TEXT NOT NULL CHECK (reason <> ''),
    moved_by      TEXT NOT NULL REFERENCES people (id),
    moved_at      BIGINT NOT NULL
);
CREATE INDEX moves_of_submission ON moves (submission_id);

-- That a firm was reminded, and of how many weeks. Nobody asked where the program did it by itself.
CREATE TABLE reminders (
    id           TEXT PRIMARY KEY,
    contract_id  TEXT NOT NULL REFERENCES contracts (id),
    weeks        BIGINT NOT NULL CHECK (weeks >= 1),
    asked_by     TEXT REFERENCES people (id),
    reminded_at  BIGINT NOT NULL
);
CREATE INDEX reminders_of_contract ON reminders (contract_id, reminded_at);

-- What was done to one thing, for its timeline.
CREATE INDEX audit_by_object ON audit_log ((entry::jsonb ->> 'object'), seq);

CREATE TRIGGER approvals_no_change BEFORE UPDATE OR DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_no_truncate BEFORE TRUNCATE ON approvals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moves_no_change BEFORE UPDATE OR DELETE ON moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moves_no_truncate BEFORE TRUNCATE ON moves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminders_no_change BEFORE UPDATE OR DELETE ON reminders FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminders_no_truncate BEFORE TRUNCATE ON reminders FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
