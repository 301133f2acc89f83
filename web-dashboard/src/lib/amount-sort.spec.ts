import { describe, expect, it } from '@jest/globals';
import { amountHead, listedIn } from './amount-sort';

const NOW = Date.parse('2026-11-30T20:00:00Z');

describe('a list by amount', () => {
  it('covers the last ninety days of the merchant, or the days of the address', () => {
    const listed = (search: Record<string, string>) => listedIn(search, 'Asia/Kolkata', NOW);
    expect(listed({})).toEqual({});
    expect(listed({ sort: 'id' })).toEqual({});
    expect(listed({ sort: 'amount' })).toMatchObject({ from: '2026-09-02', createdFrom: '2026-09-01T18:30:00.000Z' });
    expect(listed({ sort: '-amount', to: '2026-05-31' })).toEqual({
      sort: '-amount',
      from: '2026-03-03',
      createdFrom: '2026-03-02T18:30:00.000Z',
      createdTo: '2026-05-31T18:30:00.000Z',
    });
    expect(listed({ sort: 'amount', from: '2026-11-01' })).toMatchObject({ createdFrom: '2026-10-31T18:30:00.000Z' });
  });

  it('the head of the column goes from newest to largest to smallest and back, from the first page', () => {
    const head = (sort?: string) => amountHead('/list', { state: 'paid', cursor: 'x', ...(sort && { sort }) });
    expect(head()).toMatchObject({ href: '/list?state=paid&sort=-amount' });
    expect(head()).not.toHaveProperty('sorted', expect.anything());
    expect(head('-amount')).toMatchObject({ href: '/list?state=paid&sort=amount', sorted: 'descending' });
    expect(head('amount')).toMatchObject({ href: '/list?state=paid', sorted: 'ascending' });
  });
});
