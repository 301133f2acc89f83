import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { connectToClone } from '../support/database.js';

const MERCHANT = '00000000-0000-4000-8000-000000000001';
const PAYMENT =
  '{"id":"pay_1","order_id":"order_1","payment_link_id":null,"mode":"test","version":1,"amount":50000,"amount_captured":0}';

describe('events that are stored packed', () => {
  let db: pg.Client;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await connectToClone());
    await db.query(`INSERT INTO merchants (id, mode, name) VALUES ($1, 'live', 'A shop')`, [MERCHANT]);
  });
  afterAll(() => close());

  /** The phrases that are stored as tokens, from the function that restores them. */
  const phrases = async () => {
    const { rows } = await db.query<{ prosrc: string }>(`SELECT prosrc FROM pg_proc WHERE proname = 'unpack_event'`);
    return [...(rows[0]?.prosrc.matchAll(/'([^']+)'/g) ?? [])].map(([, phrase]) => phrase as string);
  };

  it('are restored byte for byte, whatever they hold', async () => {
    const known = await phrases();
    expect(known).toHaveLength(27);
    const part = fc.oneof(fc.constantFrom(...known, 'pay_1', '\t\n\r'), fc.json(), fc.json({ stringUnit: 'binary' }));
    const texts = fc.array(part, { maxLength: 12 }).map((parts) => parts.join('').replaceAll('\0', ''));
    const given = fc.sample(texts, 2_000);
    const { rows } = await db.query<{ text: string }>(
      `SELECT unpack_event(pack_event(t, 'pay_1'), 'pay_1') AS text FROM unnest($1::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n`,
      [given],
    );
    expect(rows.map(({ text }) => text)).toEqual(given);
  });

  it('show the payload that the version before stored, and take what it still stores', async () => {
    const columns = 'merchant_id, id, mode, type, object_id, version';
    const values = `'${MERCHANT}', $1, 'live', 'payment.created', 'pay_1', $2::int`;
    const returning = 'RETURNING merchant_id, id, mode, type';
    const stored = await db.query(
      `INSERT INTO stored_events (${columns}, packed, actor) SELECT ${values}, pack_event($3, 'pay_1'), 'system' ${returning}`,
      ['evt_new', 1, `"payment":${PAYMENT}`],
    );
    const { rows: times } = await db.query(`SELECT floor(extract(epoch FROM created_at))::bigint AS at FROM events`);
    const payload = `{"id":"evt_new","event":"payment.created","timestamp":${times[0].at},"version":1,"mode":"live","merchant_id":"${MERCHANT}","data":{"payment":${PAYMENT}}}`;
    const before = await db.query(
      `WITH announced AS (INSERT INTO events (${columns}, payload, actor) SELECT ${values}, $3, 'system' ${returning})
       SELECT * FROM announced`,
      ['evt_old', 2, payload],
    );
    expect([stored.rows, before.rows]).toEqual([
      [{ merchant_id: MERCHANT, id: 'evt_new', mode: 'live', type: 'payment.created' }],
      [{ merchant_id: MERCHANT, id: 'evt_old', mode: 'live', type: 'payment.created' }],
    ]);
    const { rows } = await db.query(
      "SELECT id, payload, created_at > now() - interval '1 minute' AS now FROM events ORDER BY id",
    );
    expect(rows).toEqual([
      { id: 'evt_new', payload, now: true },
      { id: 'evt_old', payload, now: true },
    ]);
  });

  it('take the place of a full payload: neither is stored beside the other', async () => {
    await expect(
      db.query(`INSERT INTO stored_events (merchant_id, id, mode, type, object_id, version, packed, payload, actor)
        VALUES ('${MERCHANT}', 'evt_both', 'live', 'payment.created', 'pay_2', 1, 'a', 'b', 'system')`),
    ).rejects.toMatchObject({ constraint: 'stored_events_content' });
  });
});
