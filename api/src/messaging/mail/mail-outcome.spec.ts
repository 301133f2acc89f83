import { describe, expect, it } from '@jest/globals';
import { afterFailure, mailError } from './mail-outcome.js';

const SCHEDULE = [0, 60_000, 300_000];

describe('a failed attempt to send a mail', () => {
  it.each([
    ['EENVELOPE', 550, 'rejected'],
    ['EMESSAGE', 554, 'rejected'],
    ['EENVELOPE', 450, 'deferred'],
    ['EMESSAGE', 452, 'deferred'],
    ['EAUTH', 535, 'authentication_failed'],
    ['EENVELOPE', 530, 'authentication_failed'],
    ['ETIMEDOUT', undefined, 'timeout'],
    ['ETLS', undefined, 'tls_failed'],
    ['ESOCKET', undefined, 'connection_failed'],
    ['EDNS', undefined, 'host_not_found'],
    [undefined, undefined, 'connection_failed'],
  ])('%s %s is %s', (code, responseCode, name) => expect(mailError({ code, responseCode })).toBe(name));

  it.each([
    ['MAIL FROM', 553, 'sender_refused'],
    ['MAIL FROM', 451, 'deferred'],
    ['RCPT TO', 553, 'rejected'],
  ])('a refusal of %s with %i is %s', (command, responseCode, name) =>
    expect(mailError({ code: 'EENVELOPE', responseCode, command })).toBe(name),
  );

  it('an untrusted certificate is a failure of TLS', () =>
    expect(mailError({ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' })).toBe('tls_failed'));

  it('a refusal of the recipient is final', () =>
    expect(afterFailure({ code: 'EENVELOPE', responseCode: 550 }, 1, SCHEDULE, 0)).toEqual({
      status: 'failed',
      error: 'rejected',
    }));

  it('everything else is tried again until the schedule ends', () => {
    const after = (attempts: number) => afterFailure({ code: 'EAUTH', responseCode: 535 }, attempts, SCHEDULE, 0);
    expect(after(1)).toEqual({ status: 'pending', error: 'authentication_failed', retryMs: 60_000 });
    expect(after(2)).toMatchObject({ status: 'pending', retryMs: 300_000 });
    expect(after(3)).toEqual({ status: 'failed', error: 'authentication_failed' });
  });
});
