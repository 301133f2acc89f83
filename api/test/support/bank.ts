import type pg from 'pg';
import type { AcquirerAccount } from './acquirer.js';
import type { Gateway } from './gateway.js';
import { waitFor } from './processes.js';

/** Where the simulated bank's record is read: its own database, and one account in it. */
export interface Book {
  readonly book: pg.Pool;
  readonly account: string;
  /** Further accounts of the same gateway there. */
  readonly others?: readonly string[];
}

export interface BankCharge {
  status: 'pending' | 'requires_action' | 'approved' | 'declined' | 'cancelled';
  amount: number;
  captured_amount: number;
  reversed_amount: number;
  otp_attempts_left: number;
  /** How many times the gateway sent this charge. */
  charge_calls: number;
  created_at: Date;
  updated_at: Date;
}

export interface BankEntry {
  charge_reference: string;
  reference: string;
  kind: 'capture' | 'refund' | 'refund_failed' | 'reversal';
  amount: number;
}

/** The references by which the bank knows payments: their charges' ids, with the payments'. */
async function referencesOf({ db }: Pick<Gateway, 'db'>, paymentIds: string[]): Promise<Map<string, string>> {
  const text = 'SELECT id, payment_id FROM charges WHERE payment_id = ANY ($1)';
  const { rows } = await db.query<{ id: string; payment_id: string }>(text, [paymentIds]);
  return new Map(rows.map((row) => [row.id, row.payment_id]));
}

/** The simulated bank's record of a payment's charge; undefined if it was never called. */
export async function bankCharge({ bank, db }: Gateway, paymentId: string): Promise<BankCharge | undefined> {
  const [reference] = [...(await referencesOf({ db }, [paymentId])).keys()];
  const text = 'SELECT * FROM simulated_bank.charges WHERE account = $1 AND reference = $2';
  return (await bank.book.query<BankCharge>(text, [bank.account, reference])).rows[0];
}

/** The simulated bank's movements of money: of some references, or all. */
export async function bankEntries({ book, account, others = [] }: Book, references?: string[]): Promise<BankEntry[]> {
  const text = `SELECT charge_reference, reference, kind, amount FROM simulated_bank.ledger
    WHERE account = ANY ($1) AND ($2::text[] IS NULL OR charge_reference = ANY ($2)) ORDER BY kind, amount`;
  return (await book.query<BankEntry>(text, [[account, ...others], references])).rows;
}

/** Charges of one merchant at the bank. */
export async function bankChargesOf({ bank }: Gateway, merchantId: string): Promise<BankCharge[]> {
  const text = 'SELECT * FROM simulated_bank.charges WHERE account = $1 AND merchant_id = $2';
  return (await bank.book.query<BankCharge>(text, [bank.account, merchantId])).rows;
}

/** The same of some payments, by the payments' ids. */
export async function entriesOf(
  { bank, db }: Pick<Gateway, 'bank' | 'db'>,
  paymentIds: string[],
): Promise<(BankEntry & { paymentId: string })[]> {
  const references = await referencesOf({ db }, paymentIds);
  const entries = await bankEntries(bank, [...references.keys()]);
  return entries.map((entry) => ({ ...entry, paymentId: references.get(entry.charge_reference) ?? '' }));
}

/** Payments of an order that the bank charged, by its own record. */
export async function chargedPayments(gateway: Gateway, orderId: string): Promise<string[]> {
  const text = 'SELECT id FROM payments WHERE order_id = $1 ORDER BY 1';
  const { rows } = await gateway.db.query<{ id: string }>(text, [orderId]);
  const charged = await entriesOf(
    gateway,
    rows.map(({ id }) => id),
  );
  return charged.flatMap(({ kind, paymentId }) => (kind === 'capture' ? [paymentId] : [])).sort();
}

/** Makes the bank approve a charge by itself, as after an approval in an app, or a late response. */
export async function approveAtBank({ bank, db }: Gateway, paymentId: string): Promise<void> {
  const [reference] = [...(await referencesOf({ db }, [paymentId])).keys()];
  const text = `
    WITH approved AS (
      UPDATE simulated_bank.charges SET status = 'approved', decline_reason = NULL, captured_amount = CASE capture WHEN 'automatic' THEN amount ELSE 0 END,
        version = version + 1, updated_at = clock_timestamp()
      WHERE account = $1 AND reference = $2 AND status IN ('pending', 'requires_action', 'cancelled', 'declined') AND amount > 0
      RETURNING *),
    booked AS (
      INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
      SELECT account, reference, 'capture', reference, merchant_id, captured_amount, currency
      FROM approved WHERE captured_amount > 0)
    SELECT reference FROM approved`;
  const { rowCount } = await bank.book.query(text, [bank.account, reference]);
  if (rowCount !== 1) throw new Error(`the bank has no charge of ${paymentId} that it could still approve`);
}

/** Makes the bank stop responding until the returned function is called: it holds requests, and then carries them out. */
export async function stopBank({ bank }: { bank: AcquirerAccount }, operation?: string): Promise<() => Promise<void>> {
  return (await holdBank({ bank }, operation)).release;
}

/**
 * As `stopBank`, with a wait for the moment at which so many calls are held: before their effect, or between it and the
 * response (`hold_after`).
 */
export async function holdBank(
  { bank }: { bank: AcquirerAccount },
  operation?: string,
  kind: 'hold' | 'hold_after' = 'hold',
) {
  const { clear, hits } = await bank.fault({ kind, ...(operation !== undefined && { operation }) });
  const held = (count = 1) =>
    waitFor(async () => (await hits()) >= count, { what: `${operation ?? 'a call'} that the bank holds` });
  return { release: clear, held };
}
