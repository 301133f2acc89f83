import { fileURLToPath } from 'node:url';
import * as legacyUrl from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

interface Judgement {
  target?: string;
  refusal?: { status: number; text: string };
}
type Judge = (target: string, options?: { isFlight?: boolean; isOwn?: (origin: string) => boolean }) => Judgement;

const FILE = fileURLToPath(new URL('../../bin/lib/front/request-target.mjs', import.meta.url));
const { checkTarget } = (await import(FILE)) as { checkTarget: Judge };
const REAL = 'order_0123456789abcdef';

describe('what the server in front of Next forwards', () => {
  it.each([
    '/',
    '/checkout',
    '/checkout/',
    `/checkout?order_id=${REAL}&embedded=true&lang=hi`,
    `/checkout?order_id=${REAL}&&utm_source=mail&fbclid=a_b-c`,
    '/checkout?',
    '/dashboard/transactions?q=a%20b+c%40upi&from=2026-11-01T00%3A00%3A00Z&x=%E2%82%B9&y=a;b=c?d',
    '/_next/static/chunks/00o692j-t4c4t.css',
    '/_next/static/chunks/%5Bid%5D.js',
  ])('%s unchanged', (target) => expect(checkTarget(target)).toEqual({ target }));

  it.each([
    // Next renames these, or uses them itself.
    `/checkout?nxtPorder_id=x&order_id=${REAL}`,
    `/checkout?order_id=${REAL}&nxtPorder_id=x`,
    `/checkout?nxtIorder_id=x`,
    '/dashboard?nxtPq=1',
    '/checkout?%6extPorder_id=x',
    '/checkout?%6e%78%74%50order_id=x',
    '/checkout?NXTPorder_id=x',
    '/checkout?nxtP=x',
    '/checkout?nxtp',
    '/checkout?__nextLocale=x',
    '/checkout?__nextDataReq=1',
    '/checkout?_nextBubbleNoFallback=1',
    '/checkout?_rsc=abc',
    // Two parsers may choose different ones of them.
    `/checkout?order_id=x&order_id=${REAL}`,
    `/checkout?order_id=${REAL}&order_id=${REAL}`,
    `/checkout?order_id=x&%6frder_id=${REAL}`,
    `/checkout?order_id=x&Order_id=${REAL}`,
    '/dashboard?q=1&q=2',
    // Names that one parser could read as another name.
    `/checkout?order_id[]=${REAL}`,
    `/checkout?order_id%5B0%5D=${REAL}`,
    `/checkout?=x`,
    `/checkout?a;order_id=${REAL}`,
    `/checkout?%00order_id=${REAL}`,
    `/checkout?+order_id=${REAL}`,
    `/checkout?order%5Fid%20=${REAL}`,
    // Broken encodings.
    '/checkout?order_id=%',
    '/checkout?order_id=%zz',
    '/checkout?order_id=%ff',
    '/checkout?%c0%ae=1',
    // Other spellings of a path.
    '//checkout',
    '//evil.example/checkout',
    '/\\evil.example',
    '/checkout//',
    '/x/../checkout',
    '/./checkout',
    '/%2e%2e/checkout',
    '/%63heckout',
    '/checkout%2f',
    '/checkout%5c',
    '/checkout%00',
    '/checkout%3Forder_id=x',
    '/checkout%25',
    '/checkout;order_id=x',
    `/checkout?order_id=${REAL}#x`,
    '/checkout#x',
    // Addresses of another server.
    '*',
    '',
    'checkout',
    'evil.example:443',
    'http://evil.example/checkout',
    'https://evil.example',
    'ftp://localhost:3001/checkout',
    'http://localhost:3001@evil.example/',
  ])('not %s', (target) => {
    const { refusal } = checkTarget(target, { isOwn: (origin) => origin === 'http://localhost:3001' });
    expect(refusal).toEqual({ status: 400, text: expect.stringMatching(/\.$/) });
  });

  it.each(['/checkout.rsc', '/_next/data/build/checkout.json', '/_next/image?url=x', '/checkout.segments/_tree'])(
    'nothing at %s, which is Next’s own',
    (target) => expect(checkTarget(target).refusal?.status).toBe(404),
  );

  it('the parameter of Next’s client only with its header, and only once', () => {
    expect(checkTarget('/checkout?_rsc=a', { isFlight: true })).toEqual({ target: '/checkout?_rsc=a' });
    for (const target of ['/checkout?_rsc=a&_rsc=b', '/checkout?_RSC=a', '/checkout?%5frsc=a&_rsc=b'])
      expect(checkTarget(target, { isFlight: true }).refusal?.status).toBe(400);
  });

  it('a target in absolute form only for this server, rewritten to origin form', () => {
    const isOwn = (origin: string) => origin === 'http://localhost:3001';
    expect(checkTarget('http://LOCALHOST:3001/checkout?lang=hi', { isOwn })).toEqual({ target: '/checkout?lang=hi' });
    expect(checkTarget('http://localhost:3001?lang=hi', { isOwn })).toEqual({ target: '/?lang=hi' });
    expect(checkTarget('http://localhost:3001//evil.example', { isOwn }).refusal?.status).toBe(400);
  });

  it('an address that is too long is refused with 414', () => {
    expect(checkTarget(`/checkout?q=${'x'.repeat(8_192)}`).refusal?.status).toBe(414);
  });

  it('every forwarded address means the same to each parser of Next and the apps', () => {
    const piece = fc.constantFrom(
      ...[
        'order_id',
        'nxtP',
        'nxtI',
        '_rsc',
        'Order_id',
        REAL,
        'x',
        '[]',
        '%',
        '%6e',
        '%5f',
        '%5F',
        '%00',
        '%ff',
        '%3D',
      ],
      ...[
        '%26',
        '%C3%A9',
        '&',
        '&',
        '&',
        '=',
        '=',
        '?',
        ';',
        '#',
        '/',
        '+',
        ' ',
        '\\',
        '.',
        '..',
        '%2e',
        '@',
        ':',
        'é',
      ],
    );
    const target = fc.array(piece, { maxLength: 14 }).map((pieces) => `/checkout?${pieces.join('')}`);
    let passed = 0;
    const readAlike = fc.property(target, (given) => {
      const judged = checkTarget(given).target;
      if (judged === undefined) return;
      passed++;
      const modern = new URL(judged, 'http://localhost');
      const { pathname, query } = legacyUrl.parse(judged, true);
      expect([modern.pathname, pathname]).toEqual(['/checkout', '/checkout']);
      expect(Object.fromEntries(modern.searchParams)).toEqual({ ...query });
      for (const name of modern.searchParams.keys()) expect(name).not.toMatch(/^(nxt[PI]|_rsc$)/);
      expect(modern.searchParams.getAll('order_id').length).toBeLessThanOrEqual(1);
    });
    fc.assert(readAlike, { numRuns: 3_000 });
    expect(passed).toBeGreaterThan(100);
  });
});
