-- Who is signed in. Only the digest of the secret in the cookie is kept.
CREATE TABLE sessions (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES people (id),
    sha256         TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    began_at       INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL,
    stepped_up_at  INTEGER,
    device         TEXT NOT NULL,
    ended_at       INTEGER
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person_id, ended_at);

-- How far a second factor was used: a code counts once.
CREATE TABLE second_factors (
    person_id   TEXT PRIMARY KEY REFERENCES people (id),
    confirmed   INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    last_step   INTEGER NOT NULL,
    misses      INTEGER NOT NULL,
    missed_at   INTEGER
) STRICT;

-- Codes for the day the telephone is lost, as digests; each counts once.
CREATE TABLE recovery_codes (
    person_id  TEXT NOT NULL REFERENCES people (id),
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    made_at    INTEGER NOT NULL,
    used_at    INTEGER,
    PRIMARY KEY (person_id, sha256)
) STRICT;

-- Links that let a person choose a password, as digests: an invitation, or a password that was forgotten.
CREATE TABLE links (
    sha256      TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    person_id   TEXT NOT NULL REFERENCES people (id),
    purpose     TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    made_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
CREATE INDEX links_of_person ON links (person_id);

-- Tries to sign in that failed, by account and by range of addresses, both as digests.
CREATE TABLE sign_in_misses (
    who        TEXT PRIMARY KEY CHECK (length(who) = 64),
    misses     INTEGER NOT NULL,
    in_a_row   INTEGER NOT NULL,
    since      INTEGER NOT NULL,
    last_at    INTEGER NOT NULL
) STRICT;

-- Who somebody is at a provider of identities: issuer and subject, never the mail address.
CREATE TABLE outside_identities (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES people (id),
    linked_at  INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

-- A sign-in at a provider that is under way: what must come back.
CREATE TABLE outside_sign_ins (
    state_sha256    TEXT PRIMARY KEY CHECK (length(state_sha256) = 64),
    nonce           TEXT NOT NULL,
    verifier        TEXT NOT NULL,
    next            TEXT NOT NULL,
    browser_sha256  TEXT NOT NULL CHECK (length(browser_sha256) = 64),
    person_id       TEXT REFERENCES people (id),
    made_at         INTEGER NOT NULL
) STRICT;
