-- Who is signed in. Only the digest of the secret in the cookie is kept.
CREATE TABLE sessions (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES people (id),
    sha256         TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    began_at       BIGINT NOT NULL,
    seen_at        BIGINT NOT NULL,
    stepped_up_at  BIGINT,
    device         TEXT NOT NULL,
    ended_at       BIGINT
);
CREATE INDEX sessions_of_person ON sessions (person_id, ended_at);

-- How far a second factor was used: a code counts once.
CREATE TABLE second_factors (
    person_id   TEXT PRIMARY KEY REFERENCES people (id),
    confirmed   BOOLEAN NOT NULL,
    last_step   BIGINT NOT NULL,
    misses      BIGINT NOT NULL,
    missed_at   BIGINT
);

-- Codes for the day the telephone is lost, as digests; each counts once.
CREATE TABLE recovery_codes (
    person_id  TEXT NOT NULL REFERENCES people (id),
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    made_at    BIGINT NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (person_id, sha256)
);

-- Links that let a person choose a password, as digests: an invitation, or a password that was forgotten.
CREATE TABLE links (
    sha256      TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    person_id   TEXT NOT NULL REFERENCES people (id),
    purpose     TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX links_of_person ON links (person_id);

-- Tries to sign in that failed, by account and by range of addresses, both as digests.
CREATE TABLE sign_in_misses (
    who        TEXT PRIMARY KEY CHECK (length(who) = 64),
    misses     BIGINT NOT NULL,
    in_a_row   BIGINT NOT NULL,
    since      BIGINT NOT NULL,
    last_at    BIGINT NOT NULL
);

-- Who somebody is at a provider of identities: issuer and subject, never the mail address.
CREATE TABLE outside_identities (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES people (id),
    linked_at  BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

-- A sign-in at a provider that is under way: what must come back.
CREATE TABLE outside_sign_ins (
    state_sha256    TEXT PRIMARY KEY CHECK (length(state_sha256) = 64),
    nonce           TEXT NOT NULL,
    verifier        TEXT NOT NULL,
    next            TEXT NOT NULL,
    browser_sha256  TEXT NOT NULL CHECK (length(browser_sha256) = 64),
    person_id       TEXT REFERENCES people (id),
    made_at         BIGINT NOT NULL
);
