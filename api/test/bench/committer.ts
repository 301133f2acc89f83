/** A process that commits one row per transaction, with `pg`. */
import { randomInt } from 'node:crypto';
import pg from 'pg';

export interface CommitOrder {
  url: string;
  clients: number;
  seconds: number;
  /** $1 is the merchant's number. */
  text: string;
}
export interface CommitResult {
  perSecond: number;
  /** Rows committed. */
  good: number;
  failed: number;
}

async function run({ url, clients, seconds, text }: CommitOrder): Promise<CommitResult> {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }));
  await Promise.all(connections.map((client) => client.connect()));
  const end = performance.now() + seconds * 1_000;
  let good = 0;
  let failed = 0;
  const commit = async (client: pg.Client) => {
    while (performance.now() < end) {
      const committed = client.query({ name: 'commit', text, values: [randomInt(1, 5)] });
      await committed.then(
        () => good++,
        () => failed++,
      );
    }
  };
  await Promise.all(connections.map(commit));
  await Promise.all(connections.map((client) => client.end()));
  return { perSecond: good / seconds, good, failed };
}

process.on('message', (order: CommitOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.stack }),
  );
});
process.on('disconnect', () => process.exit(0));
