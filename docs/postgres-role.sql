-- The role the service works as on PostgreSQL. Whoever owns the tables runs this after every `plumbline migrate`, then gives the role a way to
-- sign in (ALTER ROLE plumbline_app PASSWORD '…', or pg_hba.conf) and the service the address postgres://plumbline_app@HOST/NAME.
--
-- It owns nothing, so it can lift no trigger. It reads and adds everywhere; it changes and removes only what is no evidence.
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'plumbline_app') THEN
        CREATE ROLE plumbline_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM plumbline_app;
REVOKE CREATE ON SCHEMA public FROM plumbline_app;
GRANT USAGE ON SCHEMA public TO plumbline_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO plumbline_app;
REVOKE INSERT ON _sqlx_migrations FROM plumbline_app;

-- A draft becomes certified; nothing else of it changes.
GRANT UPDATE (certified_at) ON submissions TO plumbline_app;

-- Accounts and agreements.
GRANT UPDATE ON people, contracts, sessions, second_factors, recovery_codes, links, sign_in_misses, api_tokens, filing_terms, project_settings,
    project_files, saved_mappings TO plumbline_app;
GRANT DELETE ON roles, recovery_codes, sign_in_misses, outside_identities, outside_sign_ins, saved_mappings TO plumbline_app;

-- Work under way.
GRANT UPDATE ON jobs, outbox, uploads, corrections TO plumbline_app;
GRANT DELETE ON idempotency, originals TO plumbline_app;

-- Totals: they are counted again from what was signed, and verified so.
GRANT UPDATE ON hours_to_date, payrolls_to_date TO plumbline_app;
GRANT DELETE ON cube, hours_to_date, weeks_counted TO plumbline_app;
