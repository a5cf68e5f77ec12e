-- The rules as texts, by digest, and the set of them that each reading was checked under: what was signed can be checked again
-- under the rules of its day.
CREATE TABLE rule_texts (
    digest   TEXT PRIMARY KEY,
    body     TEXT NOT NULL,
    kept_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE rule_sets (
    sha256   TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    listing  TEXT NOT NULL,
    kept_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE examination_rules (
    examination_id  TEXT PRIMARY KEY REFERENCES examinations (id),
    rule_set        TEXT NOT NULL REFERENCES rule_sets (sha256)
) STRICT;

CREATE TRIGGER rule_texts_no_update BEFORE UPDATE ON rule_texts BEGIN SELECT RAISE(ABORT, 'rule_texts is insert-only'); END;
CREATE TRIGGER rule_texts_no_delete BEFORE DELETE ON rule_texts BEGIN SELECT RAISE(ABORT, 'rule_texts is insert-only'); END;
CREATE TRIGGER rule_sets_no_update BEFORE UPDATE ON rule_sets BEGIN SELECT RAISE(ABORT, 'rule_sets is insert-only'); END;
CREATE TRIGGER rule_sets_no_delete BEFORE DELETE ON rule_sets BEGIN SELECT RAISE(ABORT, 'rule_sets is insert-only'); END;
CREATE TRIGGER examination_rules_no_update BEFORE UPDATE ON examination_rules
BEGIN SELECT RAISE(ABORT, 'examination_rules is insert-only'); END;
CREATE TRIGGER examination_rules_no_delete BEFORE DELETE ON examination_rules
BEGIN SELECT RAISE(ABORT, 'examination_rules is insert-only'); END;
