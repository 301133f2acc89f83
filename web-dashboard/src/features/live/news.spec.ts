import { describe, expect, it } from '@jest/globals';
import { type News, newsOf, tallyOf, type Told, wordsOfNews } from './news';

const READ_AT = Date.parse('2026-01-01T00:00:00Z');
const about = (object: string, event: string, at = READ_AT + 2_000): News => ({
  event,
  eventId: `${object}:${event}`,
  at,
  object,
});
const told = (all: News[], of?: Told) => wordsOfNews(tallyOf(all, of ?? 'event', READ_AT), of);

describe('what a list says of the news', () => {
  it.each<[string, News[], Told | undefined]>([
    ['', [], 'payment'],
    ['1 new payment. Show it', [about('p1', 'payment.created'), about('p1', 'payment.success')], 'payment'],
    ['1 new payment. Show it', [about('p1', 'payment.success'), about('p1', 'payment.created')], 'payment'],
    ['2 new payments. Show them', [about('p1', 'payment.created'), about('p2', 'payment.created')], 'payment'],
    ['1 payment changed. Show it', [about('p1', 'payment.success'), about('p1', 'payment.captured')], 'payment'],
    ['1 new refund, 1 changed. Show them', [about('r1', 'refund.created'), about('r2', 'refund.failed')], 'refund'],
    ['1 new event. Show it', [about('p1', 'payment.created'), about('p1', 'payment.created')], 'event'],
    ['2 new events. Show them', [about('p1', 'payment.created'), about('p1', 'payment.success')], 'event'],
    ['New activity. Show it', [about('p1', 'payment.created'), about('p2', 'payment.created')], undefined],
    ['', [about('p1', 'payment.created', READ_AT)], 'payment'],
  ])('%j', (words, news, of) => expect(told(news, of)).toBe(words));

  it.each([
    ['1 new payment. Show it', '2026-01-01T00:00:01Z'],
    ['1 payment changed. Show it', '2025-12-31T23:59:59Z'],
  ])('%j, where the page was read before or after its first event', (words, createdAt) => {
    const news = { ...about('p1', 'payment.success'), createdAt };
    expect(told([news], 'payment')).toBe(words);
  });

  it('reads the body that webhooks carry', () =>
    expect(
      newsOf(
        '{"id":"evt_V70MWXaucEWE0YA6","event":"payment.success","data":{"payment":{"id":"pay_1","created_at":"2026-01-01T00:00:00Z"}}}',
      ),
    ).toEqual({
      eventId: 'evt_V70MWXaucEWE0YA6',
      event: 'payment.success',
      at: Date.parse('2026-01-01T00:00:01.234Z'),
      object: 'pay_1',
      createdAt: '2026-01-01T00:00:00Z',
    }));
});
