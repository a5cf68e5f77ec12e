-- Tokens by which a program acts for a person. Only the digest is kept: the token itself is shown once.
CREATE TABLE api_tokens (
    id            TEXT PRIMARY KEY,
    person_id     TEXT NOT NULL REFERENCES people (id),
    name          TEXT NOT NULL CHECK (name <> ''),
    sha256        TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    scopes        TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    last_used_at  BIGINT,
    revoked_at    BIGINT
);
CREATE INDEX api_tokens_of_person ON api_tokens (person_id);
