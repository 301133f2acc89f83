import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Bench } from './bench.js';
import type { Harness, Notice } from './harness.js';
import type { Promised } from './promises.js';

const SECRET = `nsec_${randomBytes(24).toString('base64url')}`;
const PREVIOUS = `nsec_${randomBytes(24).toString('base64url')}`;
const NOW = new Date('2026-11-29T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

/** What arrives from the acquirer, or from somebody else. */
export function notificationPromises(promised: Promised, { notice, signed }: Harness): void {
  const verify = (b: Bench, { headers, body }: Notice, secrets: readonly string[] = [SECRET], now = NOW) =>
    b.connector.verifyNotification!({ headers, body, secrets, now });
  const ofCharge = (secret = SECRET, at = NOW) => notice!({ charge: 'chg_0123456789abcdef' }, secret, at);

  promised('a notification names its charge, its event and its id', ['notifications'], (b) => {
    const verified = verify(b, ofCharge());
    expect(verified).toMatchObject({ type: expect.stringMatching(/./), ids: expect.any(Array) });
    expect(verified!.chargeReference ?? verified!.ids.length).toBeTruthy();
    if (verified!.chargeReference !== undefined) expect(verified!.chargeReference).toBe('chg_0123456789abcdef');
    expect(verified!.refundReference).toBeUndefined();
    return Promise.resolve();
  });

  promised('a notification of a refund names the refund', ['notifications'], (b) => {
    const verified = verify(b, notice!({ refund: 'rfnd_0123456789abcdef' }, SECRET, NOW));
    expect(verified).not.toBeNull();
    if (verified!.refundReference !== undefined) expect(verified!.refundReference).toBe('rfnd_0123456789abcdef');
    expect(verified!.refundReference ?? verified!.ids.length).toBeTruthy();
    return Promise.resolve();
  });

  promised('the same notification twice has the same event id, if it has a signed one', ['notifications'], (b) => {
    const one = ofCharge();
    expect(verify(b, one)).toEqual(verify(b, one));
    return Promise.resolve();
  });

  promised('while the secret rotates, the previous one is accepted, and no other', ['notifications'], (b) => {
    for (const secret of [SECRET, PREVIOUS]) expect(verify(b, ofCharge(secret), [SECRET, PREVIOUS])).not.toBeNull();
    expect(verify(b, ofCharge(PREVIOUS), [SECRET])).toBeNull();
    expect(verify(b, ofCharge('nsec_another'), [SECRET, PREVIOUS])).toBeNull();
    for (const secrets of [[], ['']]) expect(verify(b, ofCharge(''), secrets)).toBeNull();
    return Promise.resolve();
  });

  promised('a changed or cut body is refused', ['notifications'], (b) => {
    const { headers, body } = ofCharge();
    for (const other of [
      Buffer.from(body.toString().replace('chg_0', 'chg_1')),
      Buffer.concat([body, Buffer.from(' ')]),
      body.subarray(0, body.length - 1),
      body.subarray(0, body.length / 2),
      Buffer.alloc(0),
    ])
      expect(verify(b, { headers, body: other })).toBeNull();
    return Promise.resolve();
  });

  promised('a missing, empty, cut or wrong signature is refused', ['notifications'], (b) => {
    const { headers, body } = ofCharge();
    expect(verify(b, { headers: {}, body })).toBeNull();
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined || !/[0-9a-f]{64}/.test(value)) continue;
      const wrongs = [
        '',
        value.slice(0, -1),
        value.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
        `${value}00`,
        'null',
        '=,=',
      ];
      for (const wrong of wrongs)
        expect([wrong, verify(b, { headers: { ...headers, [name]: wrong }, body })]).toEqual([wrong, null]);
    }
    return Promise.resolve();
  });

  promised('a notification that was recorded long ago is refused, if its time is signed', ['notifications'], (b) => {
    expect(verify(b, ofCharge(SECRET, minutes(-2)))).not.toBeNull();
    const isTimed = JSON.stringify(ofCharge().headers) !== JSON.stringify(ofCharge(SECRET, minutes(-1)).headers);
    if (isTimed) for (const at of [minutes(-60), minutes(60)]) expect(verify(b, ofCharge(SECRET, at))).toBeNull();
    return Promise.resolve();
  });

  promised('a signed text that is no notification is refused', ['notifications'], (b) => {
    for (const text of ['', 'nothing', 'null', '[]', '{}', '7', '{"type":7,"data":"x"}'])
      expect([text, verify(b, signed!(text, SECRET, NOW))]).toEqual([text, null]);
    return Promise.resolve();
  });
}
