import type { AcquirerDatabase } from '../acquirer-database.js';
import { BankBook } from '../bank/bank-book.js';
import { type Charge, resultOf } from '../bank/charge.js';
import { type Refund, refundResultOf } from '../bank/refund.js';
import { SimulatedBank } from '../bank/simulated-bank.js';
import { chargeReply, refundReply } from '../http/result-replies.js';
import type { ApiKey } from '../keys/api-keys.js';
import type { Notifications } from './notifications.js';

/** The bank of a key's account, which notifies the key's address of every change. */
export function announcedBank(database: AcquirerDatabase, key: ApiKey, notifications: Notifications): SimulatedBank {
  const book = new BankBook(database, key.account);
  if (!key.notifications) return new SimulatedBank(book, key.switches);

  const bank: SimulatedBank = new SimulatedBank(book, key.switches, {
    chargeChanged(charge) {
      if (charge.status === 'pending') decideLater(charge.reference, charge.readyInMs);
      else notifications.send(key, typeOf(charge), bodyOf(chargeReply(charge.reference, resultOf(charge), 'close')));
    },
    refundChanged(reference, refund) {
      const isDue = refund.readyInMs <= 0;
      if (isDue) announceRefund(reference, refund);
      else notifications.later(refund.readyInMs, () => announceRefund(reference, { ...refund, readyInMs: 0 }));
    },
  });
  // A pending charge is decided by the first call after its delay: without this one, nothing would be announced.
  const decideLater = (reference: string, delayMs: number) =>
    notifications.later(delayMs, () => void bank.findCharge(reference).catch(() => undefined));
  const announceRefund = (reference: string, refund: Refund) => {
    const type = refund.status === 'approved' ? 'refund.processed' : 'refund.failed';
    notifications.send(key, type, bodyOf(refundReply(reference, refundResultOf(refund))));
  };
  return bank;
}

function typeOf({ status, capturedAmount }: Charge): string {
  if (status === 'approved') return capturedAmount > 0 ? 'charge.captured' : 'charge.authorized';
  return `charge.${status}`;
}

/** A notification shows what a find returns. */
function bodyOf(reply: ReturnType<typeof chargeReply>): object {
  return typeof reply === 'string' ? {} : (JSON.parse(reply.text) as object);
}
