import { describe, expect, it } from '@jest/globals';
import { type News, newsOf, tallyOf, type Listed, announcementOf } from './news';

const READ_AT = Date.parse('2026-01-01T00:00:00Z');
const about = (object: string, event: string, at = READ_AT + 2_000): News => ({
  event,
  eventId: `${object}:${event}`,
  at,
  object,
});
const announced = (all: News[], of?: Listed) => announcementOf(tallyOf(all, of ?? 'event', READ_AT), of);

describe('the announcement above a list', () => {
  it.each<[string, News[], Listed | undefined]>([
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
  ])('%j', (words, news, of) => expect(announced(news, of)).toBe(words));

  it.each([
    ['1 new payment. Show it', '2026-01-01T00:00:01Z'],
    ['1 payment changed. Show it', '2025-12-31T23:59:59Z'],
  ])('%j, depending on whether the payment was created after the page was read', (words, createdAt) => {
    const news = { ...about('p1', 'payment.success'), createdAt };
    expect(announced([news], 'payment')).toBe(words);
  });

  it('reads event, object and time from the body that webhooks carry', () =>
    expect(
      newsOf(
        '{"id":"evt_1","event":"payment.success","timestamp":1767225601,"data":{"payment":{"id":"pay_1","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:01.234Z"}}}',
      ),
    ).toEqual({
      eventId: 'evt_1',
      event: 'payment.success',
      at: Date.parse('2026-01-01T00:00:01.234Z'),
      object: 'pay_1',
      createdAt: '2026-01-01T00:00:00Z',
    }));

  it('uses the end of the body’s second for an object without a time of change', () =>
    expect(newsOf('{"id":"evt_1","event":"endpoint.disabled","timestamp":1767225601,"data":{"endpoint":{}}}').at).toBe(
      Date.parse('2026-01-01T00:00:01.999Z'),
    ));
});
