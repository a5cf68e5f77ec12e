-- The weeks of one project, newest signature first: a page of the officer's desk begins anywhere in it.
CREATE INDEX submissions_of_project_by_certification ON submissions (project_id, certified_at, id);
