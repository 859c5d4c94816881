-- A clinical note is opened on record first, and that is committed before anything is read: reading and rolling back cannot
-- erase the trace. Nobody selects a body.

CREATE OR REPLACE FUNCTION tandem.note_consented(note tandem.clinical_note) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM tandem.consent AS one
                    WHERE one.id = note.consent_id AND one.call_id = note.call_id AND one.revoked_at IS NULL
                      AND one.signed_at <= clock_timestamp() AND one.expires_at > clock_timestamp()
                      AND one.recorded_by_id <> tandem.my_account())
$$;

CREATE OR REPLACE FUNCTION tandem.note_basis(note tandem.clinical_note, emergency text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT tandem.may('read clinical notes') THEN RETURN NULL; END IF;
    IF note.author_id = tandem.my_account() THEN RETURN 'author'; END IF;
    IF NOT note.part2 THEN RETURN 'care'; END IF;
    IF tandem.note_consented(note) THEN RETURN 'consent'; END IF;
    IF length(trim(coalesce(emergency, ''))) > 0 AND tandem.may('read a protected note in an emergency') THEN
        RETURN 'emergency';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tandem.open_note(wanted uuid, opening uuid, purpose text, emergency text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    note tandem.clinical_note; basis text; run tandem.command_done := tandem.running();
BEGIN
    IF run.id IS NULL OR run.name <> 'open_clinical_note' THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'A note is opened by its command only.';
    END IF;
    IF length(trim(coalesce(purpose, ''))) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'Opening a clinical note needs a purpose.';
    END IF;
    SELECT * INTO note FROM tandem.clinical_note WHERE id = wanted;
    IF note.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD003', MESSAGE = 'This note does not exist.';
    END IF;
    basis := tandem.note_basis(note, emergency);
    IF basis IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE =
            'There is no consent in force for this protected note. A lead may open it in an emergency, with a reason.';
    END IF;
    INSERT INTO tandem.note_opening (id, note_id, account_id, account, at, basis, purpose, reason)
    VALUES (opening, wanted, run.account_id, run.account_name, clock_timestamp(), basis, purpose,
            CASE WHEN basis = 'emergency' THEN emergency END);
    RETURN basis;
END $$;

-- An opening is good for a minute, for its holder, and never in the transaction that made it.
CREATE OR REPLACE FUNCTION tandem.read_note(opening uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held tandem.note_opening; note tandem.clinical_note;
BEGIN
    SELECT * INTO held FROM tandem.note_opening WHERE id = opening AND account_id = tandem.my_account()
       AND at > clock_timestamp() - interval '60 seconds';
    IF held.id IS NULL OR EXISTS (SELECT 1 FROM tandem.command_done AS one
        WHERE one.xid = pg_current_xact_id_if_assigned()) THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'A note is read after its opening was saved.';
    END IF;
    SELECT * INTO note FROM tandem.clinical_note WHERE id = held.note_id;
    IF tandem.note_basis(note, held.reason) IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'The consent for this note is no longer in force.';
    END IF;
    RETURN note.body;
END $$;

-- What one's own opening was put on record as: the answer to a command whose own answer was lost.
CREATE OR REPLACE FUNCTION tandem.opening_basis(opening uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.basis::text FROM tandem.note_opening AS one WHERE one.id = opening AND one.account_id = tandem.my_account()
$$;

-- On what basis a note that one opened leaves the program now; none: it stays. An emergency stays one, whatever consent
-- there is: its reader did not read by it.
CREATE OR REPLACE FUNCTION tandem.leaving_basis(wanted uuid, opening uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held tandem.note_opening; note tandem.clinical_note;
BEGIN
    SELECT * INTO held FROM tandem.note_opening
     WHERE id = opening AND note_id = wanted AND account_id = tandem.my_account();
    IF held.id IS NULL OR NOT tandem.may('read clinical notes') THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = 'A note is passed on by whoever opened it.';
    END IF;
    IF held.basis = 'emergency' AND NOT tandem.may('read a protected note in an emergency') THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE =
            'Your role may not read a protected note in an emergency. It needs a lead.';
    END IF;
    SELECT * INTO note FROM tandem.clinical_note WHERE id = wanted;
    IF NOT note.part2 OR held.basis = 'emergency' THEN RETURN held.basis; END IF;
    RETURN CASE WHEN tandem.note_consented(note) THEN 'consent' END;
END $$;
