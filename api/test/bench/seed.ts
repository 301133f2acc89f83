import { Client } from '../support/client.js';
import type { Account } from './load-order.js';
import type { Ledger } from './stage.js';

let batch = 0;
/** No digits in a row: redaction would check each id as a possible card number. */
const LETTERS = `translate(lpad(n::text, 14, '0'), '0123456789', 'abcdefghij')`;

/** Ids of rows inserted by SQL, here and in volume.ts: the gateway's ids begin with the time, far beyond these. */
export const SEEDED_IDS = '^[a-z]+_[0B]';

/** Creates `count` orders to be paid, of the merchants in turn. */
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

/** Creates an endpoint of each merchant for each of the addresses, through the API. */
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
