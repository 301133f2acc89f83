import { createHmac, randomUUID } from 'node:crypto';
import { derivedNotificationSecret } from '../../src/acquiring/connectors/simulated/simulated-notifications.js';
import type { AcquirerAccount } from './acquirer.js';
import type { Client } from './client.js';
import type { Gateway } from './gateway.js';
import { waitFor } from './processes.js';

/** What a notification says; absent fields are as a genuine one has them. */
export interface Said {
  id?: string;
  type?: string;
  data?: object;
  /** Another field of the body, so that two bodies differ. */
  created?: string;
}
export interface Sending {
  secret?: string;
  /** Of the signature, relative to now. */
  ageSeconds?: number;
  account?: string;
  connector?: string;
  port?: number;
}

export const accountOf = async (api: Client): Promise<string> =>
  (await api.get('/api/v1/connector-accounts')).json.data[0].id as string;

export const bodyOf = ({ id = `evt_${randomUUID()}`, type = 'charge.captured', ...rest }: Said): string =>
  JSON.stringify({ id, type, ...rest });

/** Resolves when nothing is left to ask about the payment, so that a further notification finds its charge at rest. */
export async function atRest({ db }: Gateway, paymentId: string): Promise<void> {
  const text = 'SELECT FROM charges WHERE payment_id = $1 AND due_at IS NULL AND lease_until IS NULL';
  await waitFor(async () => (await db.query(text, [paymentId])).rowCount, { what: 'nothing left to ask' });
}

/** Sends notifications to a gateway as its acquirer does, signed with the secret that follows from the gateway's key. */
export class Notifier {
  constructor(
    private readonly gateway: Pick<Gateway, 'port'> & { bank: Pick<AcquirerAccount, 'key'> },
    readonly account: string,
  ) {}

  /** The response's status and text. */
  async send(body: string, sending: Sending = {}): Promise<{ status: number; text: string }> {
    const { account = this.account, connector = 'simulated', port = this.gateway.port } = sending;
    const { secret = derivedNotificationSecret(this.gateway.bank.key), ageSeconds = 0 } = sending;
    const seconds = Math.floor(Date.now() / 1000) - ageSeconds;
    const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    const response = await fetch(`http://127.0.0.1:${port}/connectors/${connector}/${account}/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'acquirer-signature': `t=${seconds},v1=${hex}` },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  /** About a charge or refund by our reference. */
  about(object: 'charge' | 'refund', reference: string, said: Said = {}): Promise<{ status: number; text: string }> {
    return this.send(bodyOf({ data: { object, reference }, ...said }));
  }
}
