-- The rules as texts, by digest, and the set of them that each reading was checked under: what was signed can be checked again
-- under the rules of its day.
CREATE TABLE rule_texts (
    digest   TEXT PRIMARY KEY,
    body     TEXT NOT NULL,
    kept_at  BIGINT NOT NULL
);

CREATE TABLE rule_sets (
    sha256   TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    listing  TEXT NOT NULL,
    kept_at  BIGINT NOT NULL
);

CREATE TABLE examination_rules (
    examination_id  TEXT PRIMARY KEY REFERENCES examinations (id),
    rule_set        TEXT NOT NULL REFERENCES rule_sets (sha256)
);

CREATE TRIGGER rule_texts_no_change BEFORE UPDATE OR DELETE ON rule_texts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rule_texts_no_truncate BEFORE TRUNCATE ON rule_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rule_sets_no_change BEFORE UPDATE OR DELETE ON rule_sets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rule_sets_no_truncate BEFORE TRUNCATE ON rule_sets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER examination_rules_no_change BEFORE UPDATE OR DELETE ON examination_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER examination_rules_no_truncate BEFORE TRUNCATE ON examination_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
