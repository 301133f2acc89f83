import { Client } from '../support/client.js';
import type { Account } from './load-order.js';
import type { Ledger } from './stage.js';

let batch = 0;
/** No digits in a row: redaction would look at each id as at a card number. */
const LETTERS = `translate(lpad(n::text, 14, '0'), '0123456789', 'abcdefghij')`;

/** Ids of what was laid ready by SQL, here and in volume.ts: the gateway's begin with the time, far past that. */
export const SEEDED_IDS = '^[a-z]+_[0B]';

/** `count` orders that wait to be paid, of each merchant in turn. */
export async function seedOrders({ db, accounts }: Ledger, count: number): Promise<string[]> {
  const prefix = `order_B${String.fromCharCode(97 + batch++)}`;
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO orders (merchant_id, mode, id, amount, currency, receipt, notes)
     SELECT ($1::uuid[])[1 + n % ${accounts.length}], 'test', $2 || ${LETTERS}, 50000, 'INR', 'receipt_' || n,
       '{"customer":"Asha Rao"}' FROM generate_series(0, $3::int - 1) AS n RETURNING id`,
    [accounts.map(({ id }) => id), prefix, count],
  );
  return rows.map(({ id }) => id);
}

/** An endpoint of each merchant for each of the addresses, by the API. */
export async function newEndpoints(
  api: string,
  accounts: readonly Account[],
  urls: readonly string[],
): Promise<{ merchant: string; endpoint: string }[]> {
  const made: { merchant: string; endpoint: string }[] = [];
  for (const account of accounts)
    for (const url of urls) {
      const wish = { url, events: ['payment.success'] };
      const { status, text, json } = await new Client(api, account).post('/api/v1/webhook-endpoints', wish);
      if (status !== 201) throw new Error(`no endpoint: ${status} ${text}`);
      made.push({ merchant: account.id, endpoint: json.id as string });
    }
  return made;
}
