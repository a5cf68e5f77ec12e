-- The version that is counted for each week: what the totals hold, and what is taken off when another takes its place.
CREATE TABLE weeks_counted (
    contract_id   TEXT NOT NULL REFERENCES contracts (id),
    week_ending   DATE NOT NULL,
    project_id    TEXT NOT NULL REFERENCES projects (id),
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    PRIMARY KEY (contract_id, week_ending)
);
CREATE INDEX weeks_counted_of_project ON weeks_counted (project_id, week_ending);

-- Hours to date by block of weeks. A block ends with a calendar week and holds a power of two of them (a Fenwick tree), so
-- that hours before any week are the sum of at most thirteen blocks. known says everything that is known of the workers
-- at once: 'resident=1,woman=0'.
CREATE TABLE hours_to_date (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    block         BIGINT NOT NULL,
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    trade         TEXT NOT NULL,
    level         TEXT NOT NULL,
    first_year    BIGINT NOT NULL,
    last_year     BIGINT NOT NULL,
    known         TEXT NOT NULL,
    lines         BIGINT NOT NULL,
    without_hours BIGINT NOT NULL,
    hours         BIGINT NOT NULL,
    straight      BIGINT NOT NULL,
    PRIMARY KEY (project_id, block, contractor_id, trade, level, first_year, last_year, known)
);

CREATE TABLE payrolls_to_date (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    block         BIGINT NOT NULL,
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    payrolls      BIGINT NOT NULL,
    PRIMARY KEY (project_id, block, contractor_id)
);
