-- The version that is counted for each week: what the totals hold, and what is taken off when another takes its place.
CREATE TABLE weeks_counted (
    contract_id   TEXT NOT NULL REFERENCES contracts (id),
    week_ending   TEXT NOT NULL,
    project_id    TEXT NOT NULL REFERENCES projects (id),
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    PRIMARY KEY (contract_id, week_ending)
) STRICT, WITHOUT ROWID;
CREATE INDEX weeks_counted_of_project ON weeks_counted (project_id, week_ending);

-- Hours to date by block of weeks. A block ends with a calendar week and holds a power of two of them (a Fenwick tree), so
-- that hours before any week are the sum of at most thirteen blocks. known says everything that is known of the workers
-- at once: 'resident=1,woman=0'.
CREATE TABLE hours_to_date (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    block         INTEGER NOT NULL,
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    trade         TEXT NOT NULL,
    level         TEXT NOT NULL,
    first_year    INTEGER NOT NULL,
    last_year     INTEGER NOT NULL,
    known         TEXT NOT NULL,
    lines         INTEGER NOT NULL,
    without_hours INTEGER NOT NULL,
    hours         INTEGER NOT NULL,
    straight      INTEGER NOT NULL,
    PRIMARY KEY (project_id, block, contractor_id, trade, level, first_year, last_year, known)
) STRICT, WITHOUT ROWID;

CREATE TABLE payrolls_to_date (
    project_id    TEXT NOT NULL REFERENCES projects (id),
    block         INTEGER NOT NULL,
    contractor_id TEXT NOT NULL REFERENCES organisations (id),
    payrolls      INTEGER NOT NULL,
    PRIMARY KEY (project_id, block, contractor_id)
) STRICT, WITHOUT ROWID;
