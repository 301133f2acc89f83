import type pg from 'pg';

/** The reference by which the bank knows a payment: its charge's id. The payment's own if it has no charge yet. */
export async function bankReferenceOf({ db }: { db: pg.Pool }, paymentId: string): Promise<string> {
  const { rows } = await db.query<{ id: string | null }>('SELECT charge_id AS id FROM payments WHERE id = $1', [
    paymentId,
  ]);
  return rows[0]?.id ?? paymentId;
}
