import { describe, expect, it } from '@jest/globals';
import { refusalOfCrossSite } from './own-site';

const OWN = { host: 'pay.example:3000' };
const asked = (headers: Record<string, string>) =>
  refusalOfCrossSite({ headers: new Headers({ ...OWN, ...headers }) } as Request)?.status ?? 'let in';

describe('a request that another site may have caused', () => {
  it.each<[string | number, string, Record<string, string>]>([
    ['let in', 'our own page', { 'sec-fetch-site': 'same-origin' }],
    ['let in', 'our own page, by its origin', { origin: 'https://pay.example:3000' }],
    ['let in', 'our own page behind a proxy', { origin: 'https://pay.example', 'x-forwarded-host': 'pay.example' }],
    ['let in', 'a typed address', { 'sec-fetch-site': 'none' }],
    ['let in', 'a client without either header', {}],
    [403, 'another site', { 'sec-fetch-site': 'cross-site' }],
    [403, 'a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }],
    [403, 'a foreign origin', { origin: 'https://evil.example' }],
    [
      403,
      'a foreign origin that claims to be ours',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    [403, 'an opaque origin', { origin: 'null' }],
    [403, 'another port', { origin: 'https://pay.example:4000' }],
  ])('%s: %s', (answer, _, headers) => expect(asked(headers)).toBe(answer));
});
