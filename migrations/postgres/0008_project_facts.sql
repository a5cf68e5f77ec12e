-- The facts of a project after each change of them, whole, and the files they name. What it was set up with stands in projects and
-- project_files, as version 1.
CREATE TABLE project_facts (
    project_id  TEXT NOT NULL REFERENCES projects (id),
    version     BIGINT NOT NULL CHECK (version > 1),
    facts       TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    changed_by  TEXT NOT NULL REFERENCES people (id),
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (project_id, version)
);

CREATE TABLE project_facts_files (
    project_id  TEXT NOT NULL,
    version     BIGINT NOT NULL,
    name        TEXT NOT NULL CHECK (name <> '' AND name NOT LIKE '%/%'),
    sha256      TEXT NOT NULL REFERENCES originals (sha256),
    PRIMARY KEY (project_id, version, name),
    FOREIGN KEY (project_id, version) REFERENCES project_facts (project_id, version)
);

CREATE TRIGGER project_facts_no_change BEFORE UPDATE OR DELETE ON project_facts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER project_facts_no_truncate BEFORE TRUNCATE ON project_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER project_facts_files_no_change BEFORE UPDATE OR DELETE ON project_facts_files FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER project_facts_files_no_truncate BEFORE TRUNCATE ON project_facts_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
