import { expect } from '@jest/globals';
import type { ChargeRef, Connector } from '../../../src/acquiring/connectors/connector.js';
import { CALLS, type Call } from '../../../src/acquiring/connectors/sheet.js';
import type { Bench } from './bench.js';
import type { Promised } from './promises.js';
import type { Fault } from './wire.js';

type Answer = Omit<Extract<Fault, { kind: 'answer' }>, 'kind'>;
type Result = Promise<{ outcome: string }>;

const json = (status: number, code: string): Answer => ({ status, body: JSON.stringify({ error: { code } }) });
const page = (status: number): Answer => ({ status, body: '<!doctype html><h1>Error</h1>', type: 'text/html' });

/** Responses that no acquirer documents as a result. */
const OTHERS: Record<string, Answer> = {
  '200 with a page': page(200),
  '200 without a body': { status: 200, body: '' },
  '200 with half an object': { status: 200, body: '{"id":"x","status":"captured","amount":5000' },
  '200 with an empty object': { status: 200, body: '{}' },
  '200 with a list': { status: 200, body: '[]' },
  '200 with null': { status: 200, body: 'null' },
  '200 with an unknown status': { status: 200, body: '{"id":"x","object":"charge","status":"perhaps"}' },
  '201': { status: 201, body: '{}' },
  '202': { status: 202, body: '{}' },
  '204': { status: 204, body: '' },
  '400': json(400, 'invalid_request'),
  '401': json(401, 'invalid_key'),
  '402 with an unknown code': json(402, 'some_new_reason'),
  '403': json(403, 'not_allowed'),
  '404 of another path': json(404, 'unknown_path'),
  '404 with a page': page(404),
  '410 with an unknown code': json(410, 'gone'),
  '500': json(500, 'internal_error'),
  '500 with the code of a decline': json(500, 'card_declined'),
  '502 with a page': page(502),
  '503': page(503),
  '504': { status: 504, body: '' },
};
/** Responses of an acquirer that did not look at the request. */
const REFUSALS: Record<string, Answer> = { '409': json(409, 'request_in_progress'), '429': json(429, 'rate_limited') };

/** The connector's calls, each about a reference of its own. */
function callsOf(b: Bench, connector: Connector): [Call, () => Result][] {
  const charge = () => b.strange(b.chargeOf(), 'charge');
  const page = () => b.strange(b.chargeOf(), 'page');
  const refund = () => b.refundOf(charge());
  const all: Record<Call, (() => Result) | undefined> = {
    prepare: connector.prepare && (() => connector.prepare!(b.pageOf())),
    charge: connector.charge && (() => connector.charge!(b.chargeOf())),
    findCharge: () => connector.findCharge(page()),
    submitAction: connector.submitAction && (() => connector.submitAction!(charge(), { otp: '1' })),
    capture: () => connector.capture(charge(), 5_000),
    cancel: () => connector.cancel(page()),
    reverse: () => connector.reverse(charge()),
    refund: () => connector.refund(refund()),
    findRefund: () => connector.findRefund(refund()),
    closeRefund: connector.closeRefund && (() => connector.closeRefund!(refund())),
  };
  return CALLS.flatMap((call) => {
    const send = all[call];
    return send ? [[call, send] as [Call, () => Result]] : [];
  });
}

/** The result of every call, while the wire breaks each one. */
async function resultsUnder(b: Bench, fault: Fault, connector = b.connector): Promise<Record<string, object>> {
  b.wire.break(fault);
  const entries = callsOf(b, connector).map(async ([call, send]) => [call, await send()] as const);
  const results = Object.fromEntries(await Promise.all(entries));
  b.wire.relent();
  return results;
}

const each = (b: Bench, result: object) => Object.fromEntries(callsOf(b, b.connector).map(([call]) => [call, result]));

/** Responses outside the allow-list, deadlines, and what is sent. */
export function responsePromises(promised: Promised): void {
  for (const [name, answer] of Object.entries(OTHERS)) {
    promised(`${name} is unknown to every call, and answered`, [], async (b) => {
      const results = await resultsUnder(b, { kind: 'answer', ...answer });
      const plain = Object.fromEntries(
        Object.entries(results).map(([call, result]) => [call, { refused: false, ...result }]),
      );
      expect(plain).toEqual(each(b, { outcome: 'unknown', answered: true, refused: false }));
    });
  }

  for (const [name, answer] of Object.entries(REFUSALS)) {
    promised(`${name} is unknown to every call, and refused: it does not count as sent`, [], async (b) => {
      const results = await resultsUnder(b, { kind: 'answer', ...answer });
      expect(results).toEqual(each(b, { outcome: 'unknown', answered: true, refused: true }));
    });
  }

  promised('302 is unknown to every call, and is not followed', [], async (b) => {
    b.wire.requests = [];
    const results = await resultsUnder(b, { kind: 'answer', status: 302, body: '', location: '/elsewhere' });
    for (const result of Object.values(results)) expect(result).toMatchObject({ outcome: 'unknown', answered: true });
    expect(b.wire.requests.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  promised('a connection that breaks is unknown to every call, and not answered', [], async (b) => {
    expect(await resultsUnder(b, { kind: 'drop_before' })).toEqual(each(b, { outcome: 'unknown' }));
  });

  promised('every call ends by its deadline of the sheet', [], async (b) => {
    const { deadlineMs } = b.hasty.sheet;
    const longest = Math.max(...Object.values(deadlineMs));
    const beganAt = performance.now();
    expect(await resultsUnder(b, { kind: 'hold' }, b.hasty)).toEqual(each(b, { outcome: 'unknown' }));
    expect(performance.now() - beganAt).toBeLessThan(longest + 2_000);
    await b.wire.heal();
  });

  promised('the key of a call is {reference}:{operation}:{n}', ['keys'], async (b) => {
    const { connector } = b;
    const keyNumber = 7;
    const keyOf = async (send: () => Result) => {
      b.wire.requests = [];
      await send();
      return b.wire.requests.map(({ headers }) => headers['idempotency-key']).filter((key) => key !== undefined);
    };
    const manual = connector.sheet.captureModes.at(-1)!;
    const held = { ...(await b.approved({ capture: manual })), keyNumber };
    const taken = { ...(await b.approved()), keyNumber };
    const refund = { ...b.refundOf(taken, 1), keyNumber };
    if (connector.prepare) {
      const page = { ...b.pageOf(), keyNumber };
      expect(await keyOf(() => connector.prepare!(page))).toEqual([`${page.reference}:prepare:7`]);
      const { page: open } = await b.page();
      expect(await keyOf(() => connector.cancel({ ...open, keyNumber }))).toContain(`${open.reference}:cancel:7`);
    }
    if (connector.charge) {
      const charge = { ...b.chargeOf(), keyNumber };
      expect(await keyOf(() => connector.charge!(charge))).toEqual([`${charge.reference}:charge:7`]);
    }
    expect(await keyOf(() => connector.capture(held, 1_000))).toEqual([`${held.reference}:capture:7`]);
    expect(await keyOf(() => connector.refund(refund))).toEqual([`${refund.reference}:refund:7`]);
    expect(await keyOf(() => connector.reverse(taken))).toEqual([`${taken.reference}:reverse:7`]);
    if (connector.closeRefund)
      expect(await keyOf(() => connector.closeRefund!(refund))).toEqual([`${refund.reference}:close:7`]);
    for (const find of [() => connector.findCharge(taken), () => connector.findRefund(refund)])
      expect(await keyOf(find)).toEqual([]);
  });

  promised('a repeat is the same request, byte by byte', [], async (b) => {
    const { connector } = b;
    const [charge, aPage] = [b.strange(b.chargeOf(), 'charge'), b.pageOf()];
    const open = b.strange(b.chargeOf(), 'page');
    const refund = b.refundOf(charge);
    const sends: (() => Result)[] = [
      ...(connector.prepare ? [() => connector.prepare!(aPage)] : []),
      ...(connector.charge ? [() => connector.charge!(charge)] : []),
      ...[() => connector.capture(charge, 1), () => connector.cancel(open), () => connector.reverse(charge)],
      ...[() => connector.refund(refund), ...(connector.closeRefund ? [() => connector.closeRefund!(refund)] : [])],
    ];
    for (const send of sends) {
      const sent = async () => {
        b.wire.requests = [];
        await send();
        // What a repeat reads follows from what the first call has changed.
        const writes = b.wire.requests.filter(({ method }) => method !== 'GET');
        return writes.map(({ method, path, headers, body }) => [method, path, headers['idempotency-key'], body]);
      };
      const first = await sent();
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect([b.wire.requests.length > 0, await sent()]).toEqual([true, first]);
    }
  });

  promised('a call about one reference names no other', [], async (b) => {
    const charges: ChargeRef[] = [b.strange(b.chargeOf(), 'page'), b.strange(b.chargeOf(), 'page')];
    b.wire.requests = [];
    await b.connector.cancel(charges[0]!);
    await b.connector.findCharge(charges[0]!);
    const sent = JSON.stringify(b.wire.requests);
    expect([sent.includes(charges[0]!.reference), sent.includes(charges[1]!.reference)]).toEqual([true, false]);
  });
}
