/**
 * Idempotency keys are stored as hashes, which contain a space; the previous version stores them as sent. While both
 * versions run, a trigger adds a second row with the hash beside each row of the previous version. So a key is claimed for
 * both versions, and either version replays a request that began in the other. If a row with the hash exists already, or
 * the key may be a card number, the previous version gets an error after which clients retry. Rows of this version do not
 * meet the trigger's condition.
 */
export const KEYS_OF_THE_VERSION_BEFORE = `
CREATE OR REPLACE FUNCTION idempotency_stored_key(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT 'sha256 ' || encode(sha256(convert_to(key, 'UTF8')), 'hex') $$;

-- Coarser than the gateway's own check: any 13 to 19 digits with a leading digit of a card network that pass Luhn's check.
CREATE OR REPLACE FUNCTION may_be_card_number(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE run text; stretch text; sum int; digit int;
BEGIN
  FOR run IN SELECT m[1] FROM regexp_matches(regexp_replace(given, '[^0-9A-Za-z]', '', 'g'), '([0-9]{13,})', 'g') m LOOP
    FOR start_at IN 1 .. length(run) - 12 LOOP
      CONTINUE WHEN substr(run, start_at, 1) !~ '[234568]';
      FOR size IN 13 .. least(19, length(run) - start_at + 1) LOOP
        stretch := substr(run, start_at, size);
        sum := 0;
        FOR place IN 0 .. size - 1 LOOP
          digit := substr(stretch, size - place, 1)::int * (1 + place % 2);
          sum := sum + digit / 10 + digit % 10;
        END LOOP;
        IF sum % 10 = 0 THEN RETURN true; END IF;
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN false;
END $$;

CREATE OR REPLACE FUNCTION idempotency_key_of_version_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.key !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
        AND may_be_card_number(NEW.key) THEN
      RAISE EXCEPTION 'this idempotency key is not stored as it is' USING ERRCODE = 'serialization_failure';
    END IF;
    INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, body_encrypted, expires_at)
    VALUES (NEW.merchant_id, NEW.scope, idempotency_stored_key(NEW.key), NEW.request_hash, NEW.resource_id, NEW.status,
      NEW.body, NEW.body_encrypted, NEW.expires_at) ON CONFLICT DO NOTHING;
    IF NOT FOUND AND NOT EXISTS (SELECT FROM idempotency_keys k
        WHERE k.merchant_id = NEW.merchant_id AND k.scope = NEW.scope AND k.key = NEW.key) THEN
      RAISE EXCEPTION 'this idempotency key is in use by a newer version' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE idempotency_keys k SET resource_id = NEW.resource_id, status = NEW.status, body = NEW.body,
      body_encrypted = NEW.body_encrypted, expires_at = NEW.expires_at
    WHERE k.merchant_id = OLD.merchant_id AND k.scope = OLD.scope AND k.key = idempotency_stored_key(OLD.key)
      AND k.request_hash = OLD.request_hash;
  ELSE
    DELETE FROM idempotency_keys k
    WHERE k.merchant_id = OLD.merchant_id AND k.scope = OLD.scope AND k.key = idempotency_stored_key(OLD.key)
      AND k.request_hash = OLD.request_hash AND k.resource_id = OLD.resource_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER idempotency_keys_before BEFORE INSERT ON idempotency_keys FOR EACH ROW
  WHEN (position(' ' in NEW.key) = 0) EXECUTE FUNCTION idempotency_key_of_version_before();
CREATE OR REPLACE TRIGGER idempotency_keys_changed AFTER UPDATE ON idempotency_keys FOR EACH ROW
  WHEN (position(' ' in NEW.key) = 0) EXECUTE FUNCTION idempotency_key_of_version_before();
CREATE OR REPLACE TRIGGER idempotency_keys_removed AFTER DELETE ON idempotency_keys FOR EACH ROW
  WHEN (position(' ' in OLD.key) = 0) EXECUTE FUNCTION idempotency_key_of_version_before();`;
