import { bankReferenceOf } from './bank-reference.js';
import type { Gateway } from './gateway.js';
import { lockTables } from './locks.js';

export interface BankCharge {
  status: 'pending' | 'requires_action' | 'approved' | 'declined' | 'cancelled';
  amount: number;
  captured_amount: number;
  reversed_amount: number;
  /** How many times the gateway sent this charge. */
  charge_calls: number;
  created_at: Date;
  updated_at: Date;
}

/** The simulated bank's record of a payment's charge; undefined if it was never called. */
export async function bankCharge({ db }: Gateway, paymentId: string): Promise<BankCharge | undefined> {
  const reference = await bankReferenceOf({ db }, paymentId);
  return (await db.query<BankCharge>('SELECT * FROM simulated_bank.charges WHERE reference = $1', [reference])).rows[0];
}

/** Payments of an order that the bank charged, by its own record. */
export async function chargedPayments({ db }: Gateway, orderId: string): Promise<string[]> {
  const text = `SELECT c.payment_id AS id FROM simulated_bank.ledger l JOIN charges c ON c.id = l.charge_reference
    JOIN payments p ON p.id = c.payment_id WHERE p.order_id = $1 AND l.kind = 'capture' ORDER BY 1`;
  return (await db.query<{ id: string }>(text, [orderId])).rows.map(({ id }) => id);
}

/** Makes the bank approve a charge by itself, as after an approval in an app, or a late response. */
export async function approveAtBank({ db }: Gateway, paymentId: string): Promise<void> {
  const reference = await bankReferenceOf({ db }, paymentId);
  const text = `
    WITH approved AS (
      UPDATE simulated_bank.charges SET status = 'approved', captured_amount = CASE capture WHEN 'automatic' THEN amount ELSE 0 END,
        version = version + 1, updated_at = clock_timestamp()
      WHERE reference = $1 AND status IN ('pending', 'requires_action', 'cancelled') AND amount > 0 RETURNING *),
    booked AS (
      INSERT INTO simulated_bank.ledger (charge_reference, kind, reference, merchant_id, amount, currency)
      SELECT reference, 'capture', reference, merchant_id, captured_amount, currency FROM approved WHERE captured_amount > 0)
    SELECT reference FROM approved`;
  const { rowCount } = await db.query(text, [reference]);
  if (rowCount !== 1) throw new Error(`the bank has no charge ${reference} that it could still approve`);
}

/** Makes the bank stop responding until the returned function is called: it accepts requests and sends no response. */
export function stopBank(gateway: Gateway): Promise<() => Promise<void>> {
  return lockTables(gateway, 'simulated_bank.charges', 'simulated_bank.refunds');
}
