/** A process that receives posts, returns 200 and records the time of each. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceiverOrder = { ask: 'where' | 'begin' | 'count' | 'seen' };
export interface Seen {
  url: string;
  /**
   * Since `begin`: requests and different webhook ids; with `seen` also the milliseconds from the first request to
   * each.
   */
  requests: number;
  ids: number;
  times: number[];
}

let ids = new Set<string>();
let times: number[] = [];
const receiver = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    times.push(performance.now());
    ids.add(String(request.headers['webhook-id']));
    response.writeHead(200).end();
  });
});

receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');

process.on('message', ({ ask }: ReceiverOrder) => {
  const { port } = receiver.address() as AddressInfo;
  if (ask === 'begin') [ids, times] = [new Set(), []];
  const first = times[0] ?? 0;
  const seen = ask === 'seen' ? times.map((at) => at - first) : [];
  const url = `http://127.0.0.1:${port}`;
  process.send?.({ result: { url, requests: times.length, ids: ids.size, times: seen } satisfies Seen });
});
process.on('disconnect', () => process.exit(0));
