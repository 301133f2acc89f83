import { describe, expect, it } from '@jest/globals';
import { composed, isMailAddress, LINK_MARK, oneLine, withHtmlLink, withLink } from './mail-text.js';

describe('the text of a mail', () => {
  it.each(['asha@shop.example', 'a.b+c@shop.example', 'demo@localhost'])('%s is an address', (text) =>
    expect(isMailAddress(text)).toBe(true),
  );

  it.each([
    'asha',
    'asha@shop.example\r\nBcc: all@shop.example',
    'asha@shop.example, ravi@shop.example',
    'Asha <asha@shop.example>',
    '"a b"@shop.example',
    'a@b@shop.example',
    `${'a'.repeat(300)}@shop.example`,
  ])('%j is none: it could begin a header or name a second recipient', (text) =>
    expect(isMailAddress(text)).toBe(false),
  );

  it('a value cannot begin a header', () => {
    expect(oneLine('Tea\r\nBcc: all@shop.example')).toBe('Tea Bcc: all@shop.example');
    expect(composed({ subject: 'A\nB', paragraphs: [] }, 'en').subject).toBe('A B');
  });

  it('all values are escaped in HTML', () => {
    const texts = {
      subject: '<b>',
      paragraphs: [`<script>alert("x")</script>`],
      link: { label: '<i>', address: '"><x>' },
    };
    const { html } = composed(texts, 'en');
    expect(html).not.toMatch(/<(script|b|i|x)>/);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  });

  it('the secret link is put in when the mail is sent, and no value can take its place', () => {
    const { text, html } = composed(
      { subject: 's', paragraphs: ['p'], link: { label: 'Open', address: LINK_MARK } },
      'en',
    );
    expect(withLink(text, 'https://gateway.example/?a=1&b=2')).toContain('Open:\nhttps://gateway.example/?a=1&b=2');
    expect(withHtmlLink(html, 'https://gateway.example/?a=1&b=2')).toContain(
      'href="https://gateway.example/?a=1&amp;b=2"',
    );
    expect(withLink(text, null)).toContain('[link]');
    expect(oneLine(`name ${LINK_MARK}`)).toBe('name');
  });

  it('a long value is cut to whole characters', () => expect(oneLine('😀'.repeat(300), 5)).toBe('😀😀😀😀…'));
});
