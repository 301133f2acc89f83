import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical, ChainCheck, GENESIS, hashOf, type LinkedEntry } from './chain.js';

const NOW = Date.UTC(2026, 0, 1);
const contentOf = (n: number) => JSON.stringify({ id: `id-${n}`, action: `action.${n}`, detail: { amount: n } });

/** A good chain of so many entries that begins after `start`. */
function chainOf(count: number, start = { seq: 0, hash: GENESIS }): LinkedEntry[] {
  const entries: LinkedEntry[] = [];
  let { seq, hash } = start;
  for (let n = 0; n < count; n++) {
    const content = contentOf(n);
    hash = hashOf(hash, ++seq, content);
    entries.push({ id: `id-${n}`, seq, hash, content, created_at: new Date(NOW + n * 1_000) });
  }
  return entries;
}

function check(entries: readonly LinkedEntry[], head = entries.at(-1)!, start = { seq: 0, hash: GENESIS }) {
  const chain = new ChainCheck(start);
  for (const entry of entries) if (!chain.follow(entry)) break;
  chain.end(head);
  return chain;
}

describe('a chain of audit entries', () => {
  it('is SHA-256 over the previous hash, a line feed and the exported entry', () => {
    const [first] = chainOf(1);
    const line = '{"seq":1,"id":"id-0","action":"action.0","detail":{"amount":0}}';
    expect(canonical(1, contentOf(0))).toBe(line);
    expect(first?.hash).toBe(createHash('sha256').update(`${GENESIS}\n${line}`).digest('hex'));
    expect(canonical(1, '{"detail":{\n"a":\r\n1}}')).toBe('{"seq":1,"detail":{ "a": 1}}');
  });

  it('that is intact verifies from its beginning and from an anchor', () => {
    expect(check(chainOf(20))).toMatchObject({ broken: null, entries: 20 });
    const anchor = chainOf(7).at(-1)!;
    const rest = chainOf(5, anchor);
    expect(check(rest, rest.at(-1), anchor)).toMatchObject({ broken: null, entries: 5, last: { seq: 12 } });
  });

  const place = fc.integer({ min: 1, max: 18 });
  it('reports a changed entry', () => {
    fc.assert(
      fc.property(place, fc.jsonValue(), (at, detail) => {
        const entries = chainOf(20);
        const entry = entries[at]!;
        const content = JSON.stringify({ ...(JSON.parse(entry.content) as object), detail });
        fc.pre(content !== entry.content);
        expect(check(entries.with(at, { ...entry, content })).broken).toEqual({
          seq: at + 1,
          id: `id-${at}`,
          reason: 'changed',
        });
      }),
    );
  });

  it('reports the entry after one that was changed together with its hash', () => {
    const entries = chainOf(20);
    const content = contentOf(99);
    const forged = { ...entries[5]!, content, hash: hashOf(entries[4]!.hash, 6, content) };
    expect(check(entries.with(5, forged)).broken).toEqual({ seq: 7, id: 'id-6', reason: 'changed' });
  });

  it('reports the place of a removed entry, also at the beginning and at the end', () => {
    for (const at of [0, 1, 10, 19]) {
      const entries = chainOf(20);
      const rest = entries.filter((_, n) => n !== at);
      expect(check(rest, entries.at(-1)).broken).toEqual({ seq: at + 1, id: null, reason: 'missing' });
    }
  });

  it('reports an entry that was inserted or appended', () => {
    const entries = chainOf(20);
    const extra = { ...entries[3]!, id: 'extra', content: contentOf(77) };
    expect(check(entries.toSpliced(4, 0, extra)).broken).toEqual({ seq: 4, id: 'extra', reason: 'not_in_chain' });
    const after = chainOf(21);
    expect(check(after, entries.at(-1)).broken).toMatchObject({ seq: 21, reason: 'not_in_chain' });
  });

  it('reports a backdated entry', () => {
    const entries = chainOf(20);
    const old = new Date(NOW - 86_400_000);
    expect(check(entries.with(12, { ...entries[12]!, created_at: old })).broken).toEqual({
      seq: 13,
      id: 'id-12',
      reason: 'backdated',
    });
    const nearly = new Date(entries[11]!.created_at.getTime() - 60_000);
    expect(check(entries.with(12, { ...entries[12]!, created_at: nearly })).broken).toBeNull();
  });

  it('that was recomputed from its first entry does not match the signed head', () => {
    const entries = chainOf(20);
    const anew: LinkedEntry[] = [];
    for (const entry of entries) {
      const content = entry.seq === 3 ? contentOf(99) : entry.content;
      anew.push({ ...entry, content, hash: hashOf(anew.at(-1)?.hash ?? GENESIS, entry.seq, content) });
    }
    expect(check(anew, entries.at(-1)).broken).toMatchObject({ seq: 20, reason: 'not_in_chain' });
  });
});
