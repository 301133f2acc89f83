import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import type { Gateway } from './gateway.js';

/** Adds the same hint for one payment, or its charge, to the payments queue many times. */
export async function addHints(gateway: Gateway, paymentId: string, times: number): Promise<void> {
  const { rows } = await gateway.db.query<{ merchant_id: string; charge_id: string | null }>(
    'SELECT merchant_id, charge_id FROM payments WHERE id = $1',
    [paymentId],
  );
  setDefaultBackendFactory(createPostgresBackend);
  const connection = { connectionString: gateway.environment['DATABASE_URL'], schema: 'bullmq', max: 2 };
  const queue = new Queue('charges', { connection });
  try {
    const data = { merchantId: rows[0]?.merchant_id, paymentId, chargeId: rows[0]?.charge_id ?? undefined };
    await queue.addBulk(
      Array.from({ length: times }, () => ({ name: 'payments', data, opts: { removeOnComplete: true } })),
    );
  } finally {
    await queue.close();
  }
}

/** Hints for payments that no worker has finished, without delayed ones. */
export async function hintsLeft({ db }: Gateway): Promise<number> {
  const text = `SELECT count(*) AS count FROM bullmq.job WHERE queue = 'charges' AND state <> 'delayed'`;
  return (await db.query<{ count: number }>(text)).rows[0]?.count ?? 0;
}
