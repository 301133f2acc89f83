import { expect, it } from '@jest/globals';
import { chargeOf, InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';

/** The tables as the release before had them. */
const RELEASE_BEFORE = `
ALTER TABLE simulated_bank.charges DROP COLUMN disputed_amount, DROP COLUMN proof, DROP COLUMN notification_url;
ALTER TABLE simulated_bank.pages DROP COLUMN notification_url, DROP COLUMN kind;
ALTER TABLE simulated_bank.ledger DROP CONSTRAINT ledger_kinds_and_signs,
  ADD CHECK (kind IN ('capture', 'refund', 'reversal')),
  ADD CHECK (amount <> 0 AND (amount > 0) = (kind = 'capture'));`;

it('tables of the release before get the new columns and checks, once, and keep their rows', async () => {
  const before = await InProcessAcquirer.start();
  const account = await before.account();
  const post = (acquirer: InProcessAcquirer, path: string, body?: object) =>
    acquirer.call(account.key, 'POST', path, body);
  const [paid, cancelled] = [chargeOf(), chargeOf('sim_upi:approve')];
  await post(before, '/v1/charges', paid);
  await post(before, '/v1/charges', cancelled);
  await post(before, `/v1/charges/${cancelled.reference}/cancel`);
  const refund = { charge: paid.reference, merchant: 'merchant', amount: 100, currency: 'INR', reference: 'rfnd_old' };
  await post(before, '/v1/refunds', refund);
  await account.book.query(RELEASE_BEFORE);

  const database = { connectionString: before.address.databaseUrl, poolSize: 4, timeoutMs: 10_000 };
  // Two processes start at once, and one later.
  const both = await Promise.all([InProcessAcquirer.start({ database }), InProcessAcquirer.start({ database })]);
  const last = await InProcessAcquirer.start({ database });
  for (const acquirer of [...both, last]) {
    const found = await acquirer.call(account.key, 'GET', `/v1/charges/${paid.reference}`);
    expect(found.json).toMatchObject({ status: 'captured', captured: 500, refunded: 100, disputed: 0 });
    const closed = await acquirer.call(account.key, 'GET', `/v1/charges/${cancelled.reference}`);
    expect(closed).toMatchObject({ status: 410, json: { proof: 'attempt_begun' } });
  }
  const [acquirer] = both;
  const body = { account: account.account, reference: refund.reference };
  expect((await acquirer.call(acquirer.address.adminKey, 'POST', '/faults/take-back-refund', body)).status).toBe(200);
  const entries = await movementsOf(account.book, account.account, paid.reference);
  expect(entries).toEqual(['capture 500', 'refund -100', 'refund_failed 100']);
  for (const [kind, amount] of [
    ['refund', 1],
    ['capture', -1],
    ['gift', 1],
  ])
    // prettier-ignore
    await expect(
      account.book.query(
        `INSERT INTO simulated_bank.ledger (charge_reference, kind, reference, merchant_id, amount, currency)
         VALUES ('x', $1, 'x', 'm', $2, 'INR')`,
        [kind, amount],
      ),
    ).rejects.toThrow('ledger_kinds_and_signs');
  const constraints = `SELECT count(*)::int AS count FROM pg_constraint
    WHERE conrelid = 'simulated_bank.ledger'::regclass AND contype = 'c'`;
  expect((await account.book.query(constraints)).rows).toEqual([{ count: 1 }]);
  for (const one of [...both, last, before]) await one.stop();
});
