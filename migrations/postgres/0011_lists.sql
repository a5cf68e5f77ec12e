-- The weeks of one project, newest signature first: a page of the officer's desk begins anywhere in it.
CREATE INDEX submissions_of_project_by_certification ON submissions (project_id, certified_at, id);

-- What the version that counts says, for lists over all weeks of a project: n where no work was done, l where it is the
-- firm's last payroll; and what its findings say is owed, in millionths of a dollar.
ALTER TABLE weeks_counted ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE weeks_counted ADD COLUMN owed BIGINT NOT NULL DEFAULT 0;
UPDATE weeks_counted SET
    mark = (SELECT CASE WHEN s.kind = 'no-work' THEN 'n' ELSE '' END || CASE WHEN s.final THEN 'l' ELSE '' END
        FROM submissions s WHERE s.id = weeks_counted.submission_id),
    owed = (SELECT CAST(COALESCE(SUM(f.owed), 0) AS BIGINT) FROM signatures g JOIN findings f ON f.run_id = g.run_id
        WHERE g.submission_id = weeks_counted.submission_id);
CREATE INDEX weeks_counted_in_lists ON weeks_counted (project_id, contract_id, week_ending, mark, owed);
