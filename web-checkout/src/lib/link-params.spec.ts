import { describe, expect, it } from '@jest/globals';
import { linkHref, readLinkSearch } from './link-params';

const ID = 'plink_0V6bT1zq8KJh3mPd';

describe('the address of a payment link', () => {
  it('keeps language, input and error', () => {
    const params = { id: ID, lang: 'hi', amount: '1,0 &?', error: 'tooSmall' } as const;
    const [path, search = ''] = linkHref(params).split('?');
    expect(path).toBe(`/l/${ID}`);
    expect(readLinkSearch(ID, `?${search}`)).toEqual(params);
    expect(linkHref({ id: ID })).toBe(`/l/${ID}`);
  });

  it('ignores unknown errors and repeated parameters, and cuts long input', () => {
    expect(readLinkSearch(ID, '?error=%3Cb%3E&amount=1&amount=2')).toEqual({ id: ID });
    expect(readLinkSearch(ID, `?amount=${'9'.repeat(100)}`).amount).toHaveLength(40);
    expect(linkHref({ id: ID, amount: '9'.repeat(100) })).toHaveLength(`/l/${ID}?amount=`.length + 40);
  });
});
