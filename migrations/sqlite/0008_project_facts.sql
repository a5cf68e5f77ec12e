-- The facts of a project after each change of them, whole, and the files they name. What it was set up with stands in projects and
-- project_files, as version 1.
CREATE TABLE project_facts (
    project_id  TEXT NOT NULL REFERENCES projects (id),
    version     INTEGER NOT NULL CHECK (version > 1),
    facts       TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    changed_by  TEXT NOT NULL REFERENCES people (id),
    changed_at  INTEGER NOT NULL,
    PRIMARY KEY (project_id, version)
) STRICT;

CREATE TABLE project_facts_files (
    project_id  TEXT NOT NULL,
    version     INTEGER NOT NULL,
    name        TEXT NOT NULL CHECK (name <> '' AND name NOT LIKE '%/%'),
    sha256      TEXT NOT NULL REFERENCES originals (sha256),
    PRIMARY KEY (project_id, version, name),
    FOREIGN KEY (project_id, version) REFERENCES project_facts (project_id, version)
) STRICT;

CREATE TRIGGER project_facts_no_update BEFORE UPDATE ON project_facts BEGIN SELECT RAISE(ABORT, 'project_facts is insert-only'); END;
CREATE TRIGGER project_facts_no_delete BEFORE DELETE ON project_facts BEGIN SELECT RAISE(ABORT, 'project_facts is insert-only'); END;
CREATE TRIGGER project_facts_no_replace BEFORE INSERT ON project_facts
WHEN EXISTS (SELECT 1 FROM project_facts WHERE project_id = NEW.project_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'project_facts is insert-only'); END;
CREATE TRIGGER project_facts_files_no_update BEFORE UPDATE ON project_facts_files BEGIN SELECT RAISE(ABORT, 'project_facts_files is insert-only'); END;
CREATE TRIGGER project_facts_files_no_delete BEFORE DELETE ON project_facts_files BEGIN SELECT RAISE(ABORT, 'project_facts_files is insert-only'); END;
CREATE TRIGGER project_facts_files_no_replace BEFORE INSERT ON project_facts_files
WHEN EXISTS (SELECT 1 FROM project_facts_files WHERE project_id = NEW.project_id AND version = NEW.version AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'project_facts_files is insert-only'); END;
