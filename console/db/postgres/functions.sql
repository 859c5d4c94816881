-- What every table of a shared database stands on. Each function that runs with its owner's rights names where it looks
-- things up (a search_path of the caller's could slip in functions of theirs), and is granted by name.

-- Who ----------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tandem.my_roles() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- Memberships are the whole server's: what somebody is in another program counts for nothing in this one.
    SELECT coalesce(array_agg(one.role ORDER BY one.role), '{}')
      FROM (SELECT DISTINCT role FROM tandem.role_right) AS one
      JOIN tandem.account AS held ON held.login = session_user AND held.disabled_at IS NULL
     WHERE pg_has_role(session_user, 'tandem_' || one.role, 'member') AND held.roles::jsonb ? one.role
$$;

CREATE OR REPLACE FUNCTION tandem.may(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM tandem.role_right AS one
          JOIN tandem.account AS held ON held.login = session_user AND held.disabled_at IS NULL
         WHERE one.permission = wanted AND pg_has_role(session_user, 'tandem_' || one.role, 'member')
           AND held.roles::jsonb ? one.role)
$$;

CREATE OR REPLACE FUNCTION tandem.my_account() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM tandem.account WHERE login = session_user AND disabled_at IS NULL
$$;

CREATE OR REPLACE FUNCTION tandem.who_am_i(OUT id uuid, OUT name text, OUT roles text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT one.id, one.name INTO id, name FROM tandem.account AS one
     WHERE one.login = session_user AND one.disabled_at IS NULL;
    IF id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD002',
            MESSAGE = format('%s has no account in this program. Ask your administrator: tandem db add-user.', session_user);
    END IF;
    roles := tandem.my_roles();
END $$;

-- Commands -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tandem.begin_command(
    command_id uuid, command text, desk uuid, known text, OUT is_new boolean, OUT real_now timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held text; needed text; who tandem.account; words text; added uuid;
BEGIN
    SELECT version_num INTO held FROM tandem.alembic_version;
    IF held IS DISTINCT FROM known THEN
        RAISE EXCEPTION USING ERRCODE = 'TD002', MESSAGE = format(
            'This Tandem knows schema %s, the database has %s. Nothing was saved. %s', known, held,
            CASE WHEN known < held THEN 'Update Tandem on this workstation.' ELSE 'The administrator must run: tandem db create.' END);
    END IF;
    SELECT * INTO who FROM tandem.account WHERE login = session_user AND disabled_at IS NULL;
    IF who.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'This login has no account in the program. Nothing was saved.';
    END IF;
    SELECT one.permission, one.words INTO needed, words FROM tandem.command_right AS one WHERE one.command = begin_command.command;
    IF needed IS NULL OR NOT tandem.may(needed) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = CASE WHEN needed IS NULL
            THEN format('The database does not know the command %s.', command)
            ELSE format('Your role may not %s. It needs %s.', needed, words) END;
    END IF;
    -- What founds a program or fills a demo reaches nearly everything: once, and never into what people work with.
    IF (command IN ('found_program', 'set_up_program') AND EXISTS (SELECT 1 FROM tandem.program)
        OR command = 'add_past_calls' AND EXISTS (SELECT 1 FROM tandem.program WHERE mode = 'production'))
       AND NOT EXISTS (SELECT 1 FROM tandem.command_done WHERE id = command_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'This database holds a program already.';
    END IF;
    INSERT INTO tandem.command_done (id, name, at, xid, account_id, account_name, roles, desk_id)
    VALUES (command_id, command, clock_timestamp(), pg_current_xact_id(), who.id, who.name, tandem.my_roles(), desk)
    ON CONFLICT DO NOTHING RETURNING id INTO added;
    is_new := added IS NOT NULL;
    IF added IS NULL THEN
        -- Locking is written to the log: this commit, too, waits for the standby, behind the one that it asks about.
        PERFORM 1 FROM tandem.command_done WHERE id = command_id FOR UPDATE;
    END IF;
    real_now := clock_timestamp();
END $$;

CREATE OR REPLACE FUNCTION tandem.running() RETURNS tandem.command_done
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM tandem.command_done WHERE xid = pg_current_xact_id_if_assigned()
       AND at >= transaction_timestamp() ORDER BY at DESC LIMIT 1
$$;

-- Every policy that lets a row be written asks this: a command was begun in this very transaction, and its scope has the
-- table and the action. It raises instead of answering no, because a policy that says no to an update changes no row and
-- says nothing.
CREATE OR REPLACE FUNCTION tandem.in_scope(wanted_table text, wanted_action text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running();
BEGIN
    IF run.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The database accepts changes from commands only.';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM tandem.command_scope AS one
                    WHERE one.command = run.name AND one.table_name = wanted_table AND one.action = wanted_action)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = format(
            'The command %s may not %s the table %s.', run.name, wanted_action, wanted_table);
    END IF;
    RETURN true;
END $$;

-- Audit and change log -----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tandem_audit.told(one timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(one AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
$$;

-- The same text that console/domain/audit_chain.py makes of an entry.
CREATE OR REPLACE FUNCTION tandem_audit.digest(head text, link bigint, one tandem_audit.audit) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(concat_ws(chr(31),
        head, link::text, one.command_id::text, one.command, tandem_audit.told(one.at), tandem_audit.told(one.real_at),
        one.account_id::text, one.account_name, one.roles::text, one.desk_id::text, one.action, one.table_name, one.row_id,
        coalesce(one.before::text, ''), coalesce(one.after::text, '')), 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION tandem_audit.program_now() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT program_epoch + (clock_timestamp() - real_epoch) * rate FROM tandem.program LIMIT 1), clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION tandem_audit.put(
    run tandem.command_done, done text, on_table text, on_row text, was jsonb, is_now jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO tandem_audit.audit (command_id, command, at, real_at, account_id, account_name, roles, desk_id,
                                    action, table_name, row_id, before, after)
    VALUES (coalesce(run.id, gen_random_uuid()), coalesce(run.name, '(no command)'), tandem_audit.program_now(),
            clock_timestamp(), coalesce(run.account_id, '00000000-0000-0000-0000-000000000000'),
            coalesce(run.account_name, session_user), coalesce(to_json(run.roles), '[]'),
            coalesce(run.desk_id, '00000000-0000-0000-0000-000000000000'), done, on_table, on_row, was::json, is_now::json)
$$;

-- TG_ARGV: the column with the row's key, then the columns whose content stays out of the audit.
CREATE OR REPLACE FUNCTION tandem_audit.note_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    is_now jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    run tandem.command_done := tandem.running();
    key text := coalesce(is_now ->> TG_ARGV[0], was ->> TG_ARGV[0]);
    secret text; changed text[]; stray text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT array_agg(one.key) INTO changed FROM jsonb_each(is_now) AS one WHERE was -> one.key IS DISTINCT FROM one.value;
        IF changed IS NULL THEN RETURN NULL; END IF;
        -- A command may change the columns of its scope and no others.
        IF run.id IS NOT NULL THEN
            SELECT one INTO stray FROM unnest(changed) AS one
             WHERE NOT EXISTS (SELECT 1 FROM tandem.command_scope AS scope
                                WHERE scope.command = run.name AND scope.table_name = TG_TABLE_NAME
                                  AND scope.action = 'update' AND one = ANY (scope.columns));
            IF stray IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'TD001',
                    MESSAGE = format('The command %s may not change %s.%s.', run.name, TG_TABLE_NAME, stray);
            END IF;
        END IF;
        changed := array_remove(changed, 'version');
        SELECT jsonb_object_agg(one.key, one.value) INTO was FROM jsonb_each(was) AS one WHERE one.key = ANY (changed);
        SELECT jsonb_object_agg(one.key, one.value) INTO is_now FROM jsonb_each(is_now) AS one WHERE one.key = ANY (changed);
    END IF;
    FOREACH secret IN ARRAY TG_ARGV[1:] LOOP
        IF was ->> secret IS NOT NULL THEN was := was || jsonb_build_object(secret, '(private)'); END IF;
        IF is_now ->> secret IS NOT NULL THEN is_now := is_now || jsonb_build_object(secret, '(private)'); END IF;
    END LOOP;
    PERFORM tandem_audit.put(run, lower(TG_OP), TG_TABLE_NAME, key, was, is_now);
    RETURN NULL;
END $$;

-- The chain is closed while the transaction commits, so that the head is held for no longer than that. The first
-- firing chains every entry of the transaction (no other's is visible before it has its hash); the rest find nothing to do.
CREATE OR REPLACE FUNCTION tandem_audit.close_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head tandem_audit.audit_head; entry tandem_audit.audit;
BEGIN
    PERFORM 1 FROM tandem_audit.audit WHERE seq = NEW.seq AND hash IS NULL;
    IF NOT FOUND THEN RETURN NULL; END IF;
    SELECT * INTO head FROM tandem_audit.audit_head FOR UPDATE;
    FOR entry IN SELECT * FROM tandem_audit.audit
                  WHERE hash IS NULL ORDER BY seq
    LOOP
        head.chain := head.chain + 1;
        head.hash := tandem_audit.digest(head.hash, head.chain, entry);
        UPDATE tandem_audit.audit SET chain = head.chain, hash = head.hash WHERE seq = entry.seq;
    END LOOP;
    UPDATE tandem_audit.audit_head SET chain = head.chain, hash = head.hash;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tandem_audit.only_grows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
       AND to_jsonb(OLD) - 'hash' - 'chain' = to_jsonb(NEW) - 'hash' - 'chain' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND (tandem.running()).name = 'purge_audit'
       AND OLD.chain <= (SELECT gone_chain FROM tandem_audit.audit_head)
       AND OLD.real_at < clock_timestamp() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The audit only grows.';
END $$;

CREATE OR REPLACE FUNCTION tandem.only_grows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = format('The table %s only grows.', TG_TABLE_NAME);
END $$;

-- TG_ARGV: pairs of aggregate and the column with its id.
CREATE OR REPLACE FUNCTION tandem.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    run tandem.command_done := tandem.running(); place int := 0;
BEGIN
    IF TG_TABLE_NAME = 'call' AND TG_OP = 'INSERT' AND (one ->> 'imported')::boolean THEN RETURN NULL; END IF;
    WHILE place < TG_NARGS LOOP
        IF one ->> TG_ARGV[place + 1] IS NOT NULL THEN
            PERFORM tandem.put_change(TG_ARGV[place], (one ->> TG_ARGV[place + 1])::uuid, run.desk_id);
        END IF;
        place := place + 2;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tandem.put_change(kind text, key uuid, desk uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO tandem.change_log (aggregate, aggregate_id, desk_id, at)
    SELECT kind, key, coalesce(desk, '00000000-0000-0000-0000-000000000000'), clock_timestamp()
     WHERE NOT EXISTS (SELECT 1 FROM tandem.change_log WHERE xid = pg_current_xact_id() AND aggregate = kind AND aggregate_id = key);
    SELECT pg_notify('tandem_changes', '');
$$;

-- What a command says about itself: many rows in one entry, a sign-in, a note that was opened.
CREATE OR REPLACE FUNCTION tandem.note_fact(done text, on_table text, on_row text, facts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running();
BEGIN
    IF run.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The database accepts changes from commands only.';
    END IF;
    IF done IN ('update', 'delete') OR (done = 'purge' AND run.name <> 'purge_audit')
       OR (done = 'insert' AND NOT EXISTS (SELECT 1 FROM tandem.command_scope AS one
            WHERE one.command = run.name AND one.table_name = on_table AND one.action = 'insert')) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'Rows speak for themselves in the audit.';
    END IF;
    PERFORM tandem_audit.put(run, done, on_table, on_row, NULL, facts);
END $$;

CREATE OR REPLACE FUNCTION tandem.note_change_of(kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running();
BEGIN
    IF run.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The database accepts changes from commands only.';
    END IF;
    PERFORM tandem.put_change(kind, run.id, run.desk_id);
END $$;

-- Who changed a row last: the sentence of an edit conflict names them, to people who may not read the audit.
CREATE OR REPLACE FUNCTION tandem.last_edits(wanted text, on_row text, most int)
RETURNS TABLE (account_name text, real_at timestamptz, on_table text, before text, after text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.account_name::text, one.real_at, one.table_name::text, one.before::text, one.after::text
      FROM tandem_audit.audit AS one
     WHERE one.row_id = on_row AND one.table_name IN (wanted, CASE wanted WHEN 'call' THEN 'caller' ELSE wanted END)
       AND wanted NOT IN ('account', 'clinical_note', 'consent')
       AND one.command_id IN (SELECT other.command_id FROM tandem_audit.audit AS other
                               WHERE other.table_name = wanted AND other.row_id = on_row AND other.action = 'update'
                               ORDER BY other.seq DESC LIMIT least(most, 50))
     ORDER BY one.seq DESC
$$;

-- A log that desks have read may go; a cursor from before is void, and its desk loads everything anew.
CREATE OR REPLACE FUNCTION tandem.purge_changes(older interval DEFAULT '2 days') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    below xid8; gone bigint;
BEGIN
    SELECT max(xid) INTO below FROM tandem.change_log WHERE at < clock_timestamp() - greatest(older, interval '1 hour');
    IF below IS NULL THEN RETURN 0; END IF;
    UPDATE tandem.change_floor SET xid = below WHERE xid < below;
    DELETE FROM tandem.change_log WHERE xid <= below;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Guards that a scope cannot express ---------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tandem.guard_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.level < OLD.level AND (tandem.running()).id IS NOT NULL AND NOT tandem.may('lower an urgency level') THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'Lowering a level needs the right to it.';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tandem.guard_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running();
BEGIN
    IF run.id IS NOT NULL AND (OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
       OR NEW.revoked_by IS DISTINCT FROM run.account_name) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'A consent is revoked once, by whoever does it, for good.';
    END IF;
    RETURN NEW;
END $$;

-- Section 2.31 of 42 CFR names what a consent holds; without it, it would be one in name only.
CREATE OR REPLACE FUNCTION tandem.guard_new_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF '' = ANY (ARRAY[trim(NEW.person), trim(NEW.discloser), trim(NEW.information), trim(NEW.recipients), trim(NEW.purpose)])
       OR NEW.expires_at <= NEW.signed_at OR NEW.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003',
            MESSAGE = 'A consent names who, what, to whom and for what, and ends after it was signed (42 CFR 2.31).';
    END IF;
    RETURN NEW;
END $$;

-- TG_ARGV: columns that hold the name of whoever did something; merging moves a run with the name that stands in it.
CREATE OR REPLACE FUNCTION tandem.guard_signature() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running(); one jsonb := to_jsonb(NEW);
    was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END; signed text;
BEGIN
    IF run.id IS NULL OR run.name IN ('set_up_program', 'merge_call') THEN RETURN NEW; END IF;
    FOREACH signed IN ARRAY TG_ARGV LOOP
        IF one ->> signed IS DISTINCT FROM was ->> signed AND coalesce(one ->> signed, run.account_name) <> run.account_name THEN
            RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'Nobody signs with another name.';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tandem.guard_number() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.last <= OLD.last OR NEW.series <> OLD.series THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'A number is never given twice.';
    END IF;
    RETURN NEW;
END $$;

-- Whoever writes says who they are, and no one else.
CREATE OR REPLACE FUNCTION tandem.guard_author() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run tandem.command_done := tandem.running(); one jsonb := to_jsonb(NEW);
BEGIN
    -- What a demo begins with was said by people who hold no account.
    IF run.id IS NULL OR run.name = 'set_up_program' THEN RETURN NEW; END IF;
    IF coalesce(one ->> TG_ARGV[0], run.account_id::text) <> run.account_id::text
       OR coalesce(one ->> TG_ARGV[1], run.account_name) <> run.account_name THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'Nobody writes under another name.';
    END IF;
    RETURN NEW;
END $$;

-- What may go is older than a year, and its last link stays known, so that the chain behind it can be verified.
-- It goes up to the first entry that must stay: a clock that was once set back takes nothing younger along.
CREATE OR REPLACE FUNCTION tandem_audit.purge(until timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last tandem_audit.audit; gone bigint;
BEGIN
    SELECT * INTO last FROM tandem_audit.audit
     WHERE real_at < until AND chain < coalesce(
           (SELECT min(chain) FROM tandem_audit.audit WHERE real_at >= until), 9223372036854775807)
     ORDER BY chain DESC LIMIT 1;
    IF last.chain IS NULL THEN RETURN 0; END IF;
    UPDATE tandem_audit.audit_head SET gone_chain = last.chain, gone_hash = last.hash;
    DELETE FROM tandem_audit.audit WHERE chain <= last.chain;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

CREATE OR REPLACE FUNCTION tandem.purge_audit(until timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF (tandem.running()).name IS DISTINCT FROM 'purge_audit' OR until > clock_timestamp() - interval '1 year' THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The audit is kept for at least one year.';
    END IF;
    gone := tandem_audit.purge(until);
    IF gone = 0 THEN RETURN 0; END IF;
    PERFORM tandem.note_fact('purge', 'audit', format('before %s', until), jsonb_build_object('count', gone));
    RETURN gone;
END $$;
