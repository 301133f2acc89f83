import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Control characters that JSON text never contains: it escapes them in strings, and between tokens allows only \t, \n and \r. */
const TOKENS = Array.from({ length: 31 }, (_, at) => at + 1).filter((code) => ![9, 10, 13].includes(code));
const [OBJECT_ID = 1, ...PHRASE_TOKENS] = TOKENS;
/**
 * Texts that events repeat, each stored as one token; a phrase that contains another comes first. A token's meaning must
 * never change. The list is full: a phrase more needs tokens of two characters.
 */
const PHRASES = [
  ',"method":"upi","flow":"collect","vpa":"',
  ',"method":"card","flow":null,"vpa":null,"card_network":"',
  ',"error_code":null,"error_reason":null,"error_description":null,"connector":"',
  ',"amount_refunded":0,"amount_disputed":0,"amount_refunded_elsewhere":0,"currency":"',
  '","money_state":"pending","captured":false,"authorized":false,"capture":"automatic","next_action":null',
  ',"status":"success","stage":null,"money_state":"paid","captured":true,"authorized":false,"capture":"automatic","next_action":null',
  ',"capture":"automatic","return_url":null,"cancel_url":null,"payment_link_id":null,"expires_at":null,"created_at":"',
  ',"captured_at":null,"capture_before":null,"cancelled_at":null,"created_at":"',
  '","capture_before":null,"cancelled_at":null,"created_at":"',
  ',"description":null',
  ',"customer":null',
  ',"notes":{}',
  ',"card_network":null,"card_last4":null',
  '","payment_link_id":null,',
  '"mode":"test","version":',
  '"mode":"live","version":',
  ',"status":"pending","stage":"',
  '"payment":{"id":"',
  '"order":{"id":"',
  '","order_id":"order_',
  ',"amount_captured":',
  '","connector_reference":',
  ',"line_items":null',
  '","updated_at":"',
  ',"amount_due":0,"currency":"',
  '","receipt":"',
  ',"amount":',
];
const pairs = PHRASES.map((phrase, at) => ({ phrase: `'${phrase}'`, token: `chr(${PHRASE_TOKENS[at]})` }));
const packed = pairs.reduce(
  (text, { phrase, token }) => `replace(${text}, ${phrase}, ${token})`,
  `replace($1, $2, chr(${OBJECT_ID}))`,
);
const unpacked = pairs.reduce((text, { phrase, token }) => `replace(${text}, ${token}, ${phrase})`, '$1');

const FUNCTIONS = `
CREATE FUNCTION pack_event(data text, object_id text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT ${packed} $$;
CREATE FUNCTION unpack_event(packed text, object_id text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT replace(${unpacked}, chr(${OBJECT_ID}), $2) $$`;

const TABLE = `
ALTER TABLE events RENAME TO stored_events;
ALTER TABLE stored_events ADD COLUMN packed text, ALTER COLUMN payload DROP NOT NULL,
  ADD CONSTRAINT stored_events_content CHECK (num_nonnulls(payload, packed) = 1) NOT VALID`;

const COLUMNS = [
  ...['merchant_id', 'id', 'mode', 'type', 'object_id', 'version', 'payload', 'actor', 'request_id', 'trace_parent'],
  ...['created_at', 'redacted_at'],
];
const ENVELOPE = `'{"id":"' || id || '","event":"' || type || '","timestamp":' || floor(extract(epoch FROM created_at))::bigint
  || ',"version":' || version || ',"mode":"' || mode || '","merchant_id":"' || merchant_id
  || '","data":{' || unpack_event(packed, object_id) || '}}'`;
const VIEW = `
CREATE VIEW events AS SELECT ${COLUMNS.join(', ').replace('payload', `coalesce(payload, ${ENVELOPE}) AS payload`)}
FROM stored_events`;

/** Writes to the view: the events of the previous version, and the redaction of payloads, which an erasure renders anew. */
const WRITES = `
CREATE FUNCTION write_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.created_at := coalesce(NEW.created_at, now());
  IF TG_OP = 'INSERT' THEN
    INSERT INTO stored_events (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => `NEW.${name}`).join(', ')});
  ELSE
    UPDATE stored_events SET packed = NULL, ${COLUMNS.map((name) => `${name} = NEW.${name}`).join(', ')}
    WHERE merchant_id = OLD.merchant_id AND id = OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER events_write INSTEAD OF INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION write_event()`;

/**
 * Events are stored without the text that all of them repeat. Everyone else reads `events`, a view with the payloads as
 * they are sent; the previous version also writes to it.
 */
export class PackedEvents1764000369000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [FUNCTIONS, TABLE, VIEW, WRITES]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stored_events DISABLE TRIGGER events_append_only, DROP CONSTRAINT stored_events_content;
      UPDATE stored_events s SET payload = v.payload FROM events v
      WHERE s.payload IS NULL AND v.merchant_id = s.merchant_id AND v.id = s.id;
      DROP VIEW events;
      DROP FUNCTION write_event, pack_event, unpack_event;
      ALTER TABLE stored_events ENABLE TRIGGER events_append_only, DROP COLUMN packed, ALTER COLUMN payload SET NOT NULL;
      ALTER TABLE stored_events RENAME TO events`);
  }
}
