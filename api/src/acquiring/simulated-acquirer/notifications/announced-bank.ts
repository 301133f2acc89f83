import type { AcquirerDatabase } from '../acquirer-database.js';
import { BankBook } from '../bank/bank-book.js';
import { type Charge, resultOf } from '../bank/charge.js';
import { Incidents } from '../bank/incidents.js';
import { type Refund, refundResultOf } from '../bank/refund.js';
import { SimulatedBank } from '../bank/simulated-bank.js';
import { chargeReply, refundReply } from '../http/result-replies.js';
import type { ApiKey } from '../keys/api-keys.js';
import type { Notifications } from './notifications.js';

/** The bank of a key's account, which announces every change to the address of the charge or of the key. */
export function announcedBank(database: AcquirerDatabase, key: ApiKey, notifications: Notifications): SimulatedBank {
  const announce = announcer(key, notifications);
  const bank: SimulatedBank = new SimulatedBank(new BankBook(database, key.account), key.switches, {
    chargeChanged(charge) {
      if (charge.status === 'pending') decideLater(charge);
      else announce.charge(typeOf(charge), charge);
    },
    refundChanged(reference, refund, charge) {
      const isDue = refund.readyInMs <= 0;
      if (isDue) announce.refund(reference, refund, charge);
      else notifications.later(refund.readyInMs, () => announce.refund(reference, { ...refund, readyInMs: 0 }, charge));
    },
  });
  // A pending charge is decided by the first call after its delay: without this one, nothing would be announced.
  const decideLater = ({ reference, readyInMs, notificationUrl }: Charge) => {
    if ((notificationUrl ?? key.notificationUrl) === undefined) return;
    notifications.later(readyInMs, () => void bank.findCharge(reference).catch(() => undefined));
  };
  return bank;
}

/** The incidents of a key's account, announced likewise. */
export function announcedIncidents(database: AcquirerDatabase, key: ApiKey, notifications: Notifications): Incidents {
  const announce = announcer(key, notifications);
  return new Incidents(new BankBook(database, key.account), {
    chargeRefunded: (charge) => announce.charge('charge.refunded', charge),
    chargeDisputed: (charge) => announce.charge('charge.disputed', charge),
    refundFailed: (reference, refund, charge) => announce.refund(reference, refund, charge),
  });
}

/** A notification shows what a find returns. */
const announcer = (key: ApiKey, notifications: Notifications) => ({
  charge(type: string, charge: Charge): void {
    const data = bodyOf(chargeReply(charge.reference, resultOf(charge), 'close'));
    notifications.send(key, type, data, charge.notificationUrl);
  },
  refund(reference: string, refund: Refund, charge: Charge | undefined): void {
    const type = refund.status === 'approved' ? 'refund.processed' : 'refund.failed';
    const data = bodyOf(refundReply(reference, refundResultOf(refund)));
    notifications.send(key, type, data, charge?.notificationUrl);
  },
});

function typeOf({ status, capturedAmount }: Charge): string {
  if (status === 'approved') return capturedAmount > 0 ? 'charge.captured' : 'charge.authorized';
  return `charge.${status}`;
}

const bodyOf = (reply: ReturnType<typeof chargeReply>): object =>
  typeof reply === 'string' ? {} : (JSON.parse(reply.text) as object);
