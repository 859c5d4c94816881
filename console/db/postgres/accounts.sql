-- Accounts are database logins, made by administrators of the program and never with a right beyond the program's roles.
-- These functions belong to the login that set the database up, because making logins takes its right.

CREATE OR REPLACE FUNCTION tandem.demand(command text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (tandem.running()).name IS DISTINCT FROM command THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'Accounts are changed by their commands only.';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tandem.only_known(roles text[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(array_length(roles, 1), 0) = 0 OR EXISTS (
        SELECT 1 FROM unnest(roles) AS one WHERE NOT EXISTS (SELECT 1 FROM tandem.role_right WHERE role = one)) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'An account needs at least one of the program''s roles.';
    END IF;
END $$;

-- From PostgreSQL 16 on a membership belongs to whoever granted it: taking back somebody else's only warns.
CREATE OR REPLACE FUNCTION tandem.taken_back(from_login text, role text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_has_role(from_login, 'tandem_' || role, 'member') THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = format(
            'The server keeps %s for %s: another administrator''s login granted it and must take it back.', role, from_login);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tandem.add_account(key uuid, new_login text, called text, roles text[], verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one text;
BEGIN
    PERFORM tandem.demand('add_account');
    PERFORM tandem.only_known(roles);
    IF new_login !~ '^[a-z][a-z0-9_.]{1,40}$' OR new_login ~ '^(tandem_|pg_)' OR verifier !~ '^SCRAM-SHA-256\$' THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003',
            MESSAGE = 'A login is 2 to 41 small letters, digits, dots or underscores, and begins with a letter.';
    END IF;
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = new_login) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = format('There is a login %s already.', new_login);
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 6 PASSWORD %L', new_login, verifier);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', new_login, '15s');
    FOREACH one IN ARRAY roles LOOP
        EXECUTE format('GRANT %I TO %I', 'tandem_' || one, new_login);
    END LOOP;
    INSERT INTO tandem.account (id, name, roles, created_at, login, failures)
    VALUES (key, called, to_json(roles), clock_timestamp(), new_login, 0);
END $$;

CREATE OR REPLACE FUNCTION tandem.set_roles(key uuid, roles text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held tandem.account; one text;
BEGIN
    PERFORM tandem.demand('set_roles');
    PERFORM tandem.only_known(roles);
    SELECT * INTO held FROM tandem.account WHERE id = key;
    IF held.login IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'There is no such account.';
    END IF;
    IF held.login = session_user THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'Nobody changes their own roles.';
    END IF;
    FOR one IN SELECT DISTINCT role FROM tandem.role_right LOOP
        IF one = ANY (roles) THEN
            EXECUTE format('GRANT %I TO %I', 'tandem_' || one, held.login);
        ELSIF pg_has_role(held.login, 'tandem_' || one, 'member') THEN
            EXECUTE format('REVOKE %I FROM %I', 'tandem_' || one, held.login);
            PERFORM tandem.taken_back(held.login, one);
        END IF;
    END LOOP;
    UPDATE tandem.account SET roles = to_json(set_roles.roles) WHERE id = key;
END $$;

CREATE OR REPLACE FUNCTION tandem.disable_account(key uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held tandem.account; one text;
BEGIN
    PERFORM tandem.demand('disable_account');
    SELECT * INTO held FROM tandem.account WHERE id = key;
    IF held.login IS NULL OR held.login = session_user THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'Nobody disables their own account.';
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', held.login);
    -- A connection that is open goes on: without its roles it reads nothing any more. The account keeps them on record.
    FOR one IN SELECT DISTINCT role FROM tandem.role_right
                WHERE pg_has_role(held.login, 'tandem_' || role, 'member') LOOP
        EXECUTE format('REVOKE %I FROM %I', 'tandem_' || one, held.login);
        PERFORM tandem.taken_back(held.login, one);
    END LOOP;
    UPDATE tandem.account SET disabled_at = clock_timestamp() WHERE id = key;
END $$;

CREATE OR REPLACE FUNCTION tandem.enable_account(key uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held tandem.account; one text;
BEGIN
    PERFORM tandem.demand('enable_account');
    SELECT * INTO held FROM tandem.account WHERE id = key;
    IF held.login IS NULL OR held.disabled_at IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'There is no such disabled account.';
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN', held.login);
    FOR one IN SELECT json_array_elements_text(held.roles) LOOP
        EXECUTE format('GRANT %I TO %I', 'tandem_' || one, held.login);
    END LOOP;
    UPDATE tandem.account SET disabled_at = NULL WHERE id = key;
END $$;
