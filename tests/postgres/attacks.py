"""Statements that somebody with a login and a tool of their own might send, each with what must come of it.

"refused": an error. "nothing": no row is read or changed. "allowed": what must work, so that the rest proves something.
{call}, {unit}, {note}, {consent} and {account} stand for ids of the test's own program.
"""

ANYBODY = ("viewer", "dispatcher", "supervisor", "clinician", "coordinator", "lead", "admin")

# Against the server and against other people's roles: the same for everybody.
BY_EVERYBODY: tuple[tuple[str, str], ...] = (
    ("SET ROLE postgres", "refused"),
    ("SET ROLE tandem_owner", "refused"),
    ("SET ROLE tandem_auditor", "refused"),
    ("SET SESSION AUTHORIZATION postgres", "refused"),
    ("CREATE TABLE tandem.mine (i int)", "refused"),
    ("CREATE SCHEMA mine", "refused"),
    ("CREATE TEMP TABLE mine (i int)", "refused"),
    ("CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "refused"),
    ("CREATE ROLE another LOGIN", "refused"),
    ("SELECT pg_read_file('/etc/passwd')", "refused"),
    ("COPY tandem.call TO PROGRAM 'cat'", "refused"),
    ("SELECT rolpassword FROM pg_authid", "refused"),
    ("SET session_replication_role = replica", "refused"),
    ("ALTER TABLE tandem.call DISABLE TRIGGER ALL", "refused"),
    ("ALTER TABLE tandem.caller NO FORCE ROW LEVEL SECURITY", "refused"),
    ("CREATE POLICY mine ON tandem.caller USING (true)", "refused"),
    ("DROP TRIGGER zy_audit ON tandem.call", "refused"),
    ("TRUNCATE tandem.call", "refused"),
    ("TRUNCATE tandem_audit.audit", "refused"),
    ("UPDATE tandem_audit.audit SET account_name = 'somebody'", "refused"),
    ("DELETE FROM tandem_audit.audit", "refused"),
    ("UPDATE tandem_audit.audit_head SET chain = 0", "refused"),
    ("SELECT tandem_audit.put(NULL, 'insert', 'call', 'x', NULL, NULL)", "refused"),
    ("SELECT tandem_audit.purge(now())", "refused"),
    ("SELECT tandem.purge_audit(now() - interval '2 years')", "refused"),
    ("DELETE FROM tandem.call", "refused"),
    ("DELETE FROM tandem.timeline", "refused"),
    ("UPDATE tandem.timeline SET text = 'never happened'", "refused"),
    ("UPDATE tandem.call SET level = 1", "refused"),
    ("INSERT INTO tandem.timeline (id, at, kind, text, who, account_id, desk_id) "
     "VALUES (gen_random_uuid(), now(), 'note', 'x', 'x', gen_random_uuid(), gen_random_uuid())", "refused"),
    ("INSERT INTO tandem.change_log (aggregate, aggregate_id, desk_id, at) "
     "VALUES ('call', gen_random_uuid(), gen_random_uuid(), now())", "refused"),
    ("DELETE FROM tandem.change_log", "refused"),
    ("SELECT tandem.put_change('call', gen_random_uuid(), NULL)", "refused"),
    ("INSERT INTO tandem.command_done (id, name, at) VALUES (gen_random_uuid(), 'set_pace', now())", "refused"),
    ("SELECT * FROM tandem.command_done", "refused"),
    ("INSERT INTO tandem.role_right VALUES ('viewer', 'edit settings')", "refused"),
    ("UPDATE tandem.command_scope SET action = 'update'", "refused"),
    ("SELECT password_hash FROM tandem.account", "refused"),
    ("UPDATE tandem.account SET roles = '[\"admin\"]'", "refused"),
    ("SELECT tandem.set_roles('{account}', ARRAY['admin'])", "refused"),
    ("SELECT tandem.add_account(gen_random_uuid(), 'mallory', 'M', ARRAY['admin'], 'SCRAM-SHA-256$x')", "refused"),
    ("SELECT tandem.disable_account('{account}')", "refused"),
    ("SELECT tandem.enable_account('{account}')", "refused"),
    ("ALTER ROLE everything PASSWORD 'mine now'", "refused"),
    ("SELECT body FROM tandem.clinical_note", "refused"),
    ("SELECT * FROM tandem.clinical_note", "refused"),
    ("UPDATE tandem.clinical_note SET part2 = false", "refused"),
    ("SELECT tandem.read_note(gen_random_uuid())", "refused"),
    ("SELECT tandem.open_note('{note}', gen_random_uuid(), 'curious', NULL)", "refused"),
    ("UPDATE tandem.consent SET expires_at = '2099-01-01'", "refused"),
    ("INSERT INTO tandem.note_opening VALUES "
     "(gen_random_uuid(), '{note}', '{account}', 'x', now(), 'care', 'x', NULL)", "refused"),
    ("UPDATE tandem.program SET mode = 'production'", "refused"),
    ("UPDATE tandem.alembic_version SET version_num = '9999'", "refused"),
    ("SELECT id FROM tandem.call", "allowed"),
    ("SELECT chain FROM tandem_audit.audit_head", "allowed"),
)  # fmt: skip

# Within a command that was begun: a login may begin what its roles allow, and reaches no further than its scope.
# (role, command, statement, what must come of it)
IN_COMMAND: tuple[tuple[str, str, str, str], ...] = (
    ("dispatcher", "add_note", "UPDATE tandem.call SET level = 4 WHERE id = '{call}'", "refused"),
    ("dispatcher", "raise_level", "UPDATE tandem.call SET level = 1 WHERE id = '{call}'", "refused"),
    ("dispatcher", "raise_level", "UPDATE tandem.call SET level = 4, version = version + 1 WHERE id = '{call}'", "allowed"),
    ("dispatcher", "raise_level", "UPDATE tandem.call SET place = 'elsewhere' WHERE id = '{call}'", "refused"),
    ("dispatcher", "add_note", "UPDATE tandem.unit SET call_sign = 'X' WHERE id = '{unit}'", "refused"),
    ("dispatcher", "add_note", "DELETE FROM tandem.unit WHERE id = '{unit}'", "refused"),
    ("dispatcher", "add_note", "INSERT INTO tandem.timeline (id, at, kind, text, who, account_id, desk_id, call_id) "
     "VALUES (gen_random_uuid(), now(), 'note', 'x', 'Somebody Else', '{account}', gen_random_uuid(), '{call}')", "refused"),
    ("dispatcher", "take_call", "UPDATE tandem.counter SET last = 0", "refused"),
    ("viewer", "note_session", "UPDATE tandem.call SET level = 4 WHERE id = '{call}'", "refused"),
    ("viewer", "note_session", "SELECT tandem.note_fact('sign_in', 'session', 'x', '{{}}')", "allowed"),
    ("viewer", "note_session", "SELECT tandem.note_fact('update', 'call', '{call}', '{{}}')", "refused"),
    ("viewer", "note_session", "SELECT tandem.note_fact('insert', 'call', '{call}', '{{}}')", "refused"),
    ("dispatcher", "note_session", "INSERT INTO tandem.lease VALUES ('watcher', gen_random_uuid(), '9999-01-01')", "refused"),
    ("lead", "revoke_consent", "UPDATE tandem.consent SET revoked_at = now(), revoked_by = 'Somebody Else', "
     "version = version + 1 WHERE id = '{consent}'", "refused"),
    ("clinician", "lower_level", "UPDATE tandem.call SET level = 1, version = version + 1 WHERE id = '{call}'", "allowed"),
    ("clinician", "lower_level", "UPDATE tandem.call SET lifecycle = 'cleared', disposition = 'x' WHERE id = '{call}'",
     "refused"),
    ("clinician", "write_clinical_note", "INSERT INTO tandem.clinical_note "
     "(id, call_id, author_id, author, written_at, part2, body) VALUES "
     "(gen_random_uuid(), '{call}', '{account}', 'Somebody Else', now(), false, 'forged')", "refused"),
    ("clinician", "open_clinical_note", "SELECT tandem.open_note('{note}', gen_random_uuid(), '', NULL)", "refused"),
    ("clinician", "open_clinical_note", "SELECT tandem.open_note('{note}', gen_random_uuid(), 'x', 'urgent')", "refused"),
    ("lead", "record_consent", "INSERT INTO tandem.consent (id, version, call_id, person, discloser, information, "
     "recipients, purpose, signed_at, expires_at, recorded_by, recorded_by_id) VALUES (gen_random_uuid(), 1, '{call}', "
     "'p', 'd', 'i', 'r', 'p', now(), now() + interval '1 day', 'Somebody', gen_random_uuid())", "refused"),
    ("lead", "record_consent", "INSERT INTO tandem.consent (id, version, call_id, person, discloser, information, "
     "recipients, purpose, signed_at, expires_at, recorded_by, recorded_by_id) VALUES (gen_random_uuid(), 1, '{call}', "
     "'p', 'd', 'i', 'r', 'p', now(), now() + interval '1 day', 'Dr. Somebody Else', '{account}')", "refused"),
    ("lead", "record_consent", "INSERT INTO tandem.consent (id, version, call_id, person, discloser, information, "
     "recipients, purpose, signed_at, expires_at, recorded_by, recorded_by_id) VALUES (gen_random_uuid(), 1, '{call}', "
     "'p', 'd', ' ', 'r', 'p', now(), now() + interval '1 day', 'The lead', '{account}')", "refused"),
    ("supervisor", "clear_emergency", "UPDATE tandem.emergency SET cleared_at = now(), cleared_by = 'Somebody Else'",
     "refused"),
    ("supervisor", "clear_emergency", "UPDATE tandem.emergency SET cleared_at = now(), cleared_by = 'The supervisor'",
     "allowed"),
    ("admin", "set_up_program", "UPDATE tandem.call SET waiting_since = now()", "refused"),
    ("admin", "found_program", "SELECT 1", "refused"),
    ("admin", "enable_account", "SELECT tandem.enable_account('{account}')", "refused"),
    ("lead", "revoke_consent", "UPDATE tandem.consent SET expires_at = '2099-01-01' WHERE id = '{consent}'", "refused"),
    ("coordinator", "set_beds", "UPDATE tandem.provider SET name = 'X'", "refused"),
    ("coordinator", "import_calls", "UPDATE tandem.call SET level = 1 WHERE id = '{call}'", "refused"),
    ("coordinator", "change_teams", "UPDATE tandem.roster SET state = 'published'", "refused"),
    ("coordinator", "publish_roster", "UPDATE tandem.roster SET published_by = 'Somebody Else', "
     "state = 'published', version = version + 1", "refused"),
    ("supervisor", "change_published", "UPDATE tandem.roster_team SET day = '2020-01-01'", "refused"),
    ("supervisor", "add_absence", "UPDATE tandem.contract SET rest_minutes = 0", "refused"),
    ("supervisor", "decide_swap", "UPDATE tandem.swap SET decided_by = 'Somebody Else', state = 'approved', "
     "version = version + 1", "refused"),
    ("admin", "set_pace", "UPDATE tandem.program SET mode = 'production'", "refused"),
    ("admin", "set_pace", "UPDATE tandem.account SET roles = '[]'", "refused"),
    ("admin", "set_roles", "SELECT tandem.set_roles('{account}', ARRAY['postgres'])", "refused"),
    ("admin", "add_account", "SELECT tandem.add_account(gen_random_uuid(), 'tandem_owner', 'M', ARRAY['admin'], "
     "'SCRAM-SHA-256$x')", "refused"),
    ("admin", "purge_audit", "SELECT tandem.purge_audit(now())", "refused"),
)  # fmt: skip

# What a role may not see: a question that another role gets an answer to.
UNSEEN: tuple[tuple[str, str], ...] = (
    *((role, "SELECT name FROM tandem.caller") for role in ("viewer", "coordinator", "admin")),
    *((role, "SELECT id FROM tandem.clinical_note") for role in ("viewer", "dispatcher", "supervisor", "coordinator", "admin")),
    *((role, "SELECT person FROM tandem.consent") for role in ("viewer", "dispatcher", "supervisor", "coordinator", "admin")),
    *((role, f"SELECT 1 FROM {table}") for role in ("viewer", "dispatcher", "clinician", "lead", "admin")
      for table in ("tandem.contract", "tandem.absence", "tandem.wish", "tandem.partner", "tandem.swap")),
    *((role, "SELECT seq FROM tandem_audit.audit") for role in ("viewer", "dispatcher", "supervisor", "clinician", "lead")),
    *((role, "SELECT reason FROM tandem.note_opening") for role in ANYBODY),
    *((role, "SELECT purpose FROM tandem.note_opening") for role in ANYBODY),
)
SEEN: tuple[tuple[str, str], ...] = (
    ("dispatcher", "SELECT name FROM tandem.caller"),
    ("clinician", "SELECT id FROM tandem.clinical_note"),
    ("lead", "SELECT person FROM tandem.consent"),
    ("admin", "SELECT seq FROM tandem_audit.audit"),
)
