import { describe, expect, it } from '@jest/globals';
import { headersFault, withoutValues } from './endpoint-headers.js';

const FINE = [
  {},
  { Authorization: 'Basic c2hvcDpwYXNz' },
  { 'X-Api-Key': 'k', cookie: 'a=b; c="d e"' },
  { 'x-tenant_1': '!', "!#$%&'*+.^_`|~": 'tab\tinside' },
];

const REFUSED: [string, unknown][] = [
  ['must be an object', null],
  ['must be an object', ['Authorization']],
  ['must be an object', 'Authorization: x'],
  ['must have at most 20', Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`x-${i}`, 'v']))],
  ['must name each header once', { 'X-Key': 'a', 'x-key': 'b' }],
  ['must have names', { '': 'a' }],
  ['must have names', { 'x key': 'a' }],
  ['must have names', { 'x-key:': 'a' }],
  ['must have names', { 'x-key\r\nhost': 'a' }],
  ['must have names', { 'x-é': 'a' }],
  ['must have names', { ['x'.repeat(101)]: 'a' }],
  ['must have values', { 'x-key': '' }],
  ['must have values', { 'x-key': 7 }],
  ['must have values', { 'x-key': 'a\r\nHost: evil' }],
  ['must have values', { 'x-key': ' a' }],
  ['must have values', { 'x-key': 'é' }],
  ['must have values', { 'x-key': 'a'.repeat(2001) }],
  ...[
    'Host',
    'Content-Length',
    'content-type',
    'Content-Encoding',
    'Transfer-Encoding',
    'Connection',
    'Upgrade',
    'Expect',
    'TE',
    'Proxy-Authorization',
    'User-Agent',
    'Accept-Encoding',
    'X-Forwarded-For',
    'Forwarded',
    'webhook-id',
    'Webhook-Signature',
    'X-Webhook-Signature',
    'traceparent',
  ].map((name): [string, unknown] => [`must not set ${name}`, { [name]: 'a' }]),
];

describe('the headers that a merchant adds to deliveries', () => {
  it.each(FINE)('%j are allowed', (headers) => expect(headersFault(headers)).toBeNull());
  it.each(REFUSED)('%s: %j', (words, headers) => expect(headersFault(headers)).toContain(words));
  it('are logged without their values', () => {
    expect(withoutValues({ Authorization: 'Basic x' })).toEqual({ Authorization: '[hidden]' });
  });
});
