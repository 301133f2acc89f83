import { describe, expect, it } from '@jest/globals';
import { highlighted, type Language } from './highlight.js';

const LANGUAGES: readonly Language[] = ['json', 'curl', 'node', 'python', 'php'];
const unescaped = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');

describe('highlighting', () => {
  it.each(LANGUAGES)('of %s keeps the text, whatever is in it', (language) => {
    for (const text of [
      `curl -X POST http://x/a \\\n  -d '{\n  "a": "it'\\''s <b>", "n": -1.5, "t": true }'`,
      `const a = 'it\\'s'; // a "comment" & more\nawait x(12, null);`,
      `<?php $a = ['b' => 'c', 3];`,
      `print(f"{os.environ['API_KEY']}", None)`,
    ])
      expect(unescaped(highlighted(text, language))).toBe(text);
  });

  it('tells names, texts and numbers apart, also in the body of a curl command', () => {
    const html = highlighted(`curl x -d '{"amount": 500, "currency": "INR"}'`, 'curl');
    expect(html).toContain('<span class="name">&quot;amount&quot;</span>: <span class="number">500</span>');
    expect(html).toContain('<span class="string">&quot;INR&quot;</span>');
    expect(html).toContain('<span class="keyword">-d</span>');
  });
});
