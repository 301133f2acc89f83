import { describe, expect, it } from '@jest/globals';
import { delayOf, outcomeOf, type Switches } from './switches.js';

const OFF: Switches = { processingDelayMs: 500, slowDelayMs: 30_000 };
const REFERENCES = Array.from({ length: 2000 }, (_, index) => `pay_${index}`);

const approvedShare = (token: string, switches: Switches): number =>
  REFERENCES.filter((reference) => outcomeOf(token, reference, switches) === 'success').length / REFERENCES.length;

describe('switches', () => {
  it('off: the instrument decides and the delay is fixed', () => {
    expect(outcomeOf('sim_card:visa:0002:card_declined', 'pay_1', OFF)).toBe('card_declined');
    expect(outcomeOf('sim_upi:success', 'pay_1', OFF)).toBe('success');
    expect(delayOf('success', 'pay_1', OFF)).toBe(500);
    expect(delayOf('slow', 'pay_1', OFF)).toBe(30_000);
  });

  it('test mode ends every charge the same way', () => {
    const failing = { ...OFF, testMode: true, testPaymentSuccess: false };
    expect(outcomeOf('sim_card:visa:0002:card_declined', 'pay_1', { ...OFF, testMode: true })).toBe('success');
    expect(outcomeOf('sim_card:visa:1111:success', 'pay_1', failing)).toBe('card_declined');
    expect(outcomeOf('sim_upi:approve', 'pay_1', failing)).toBe('upi_declined');
  });

  it('a success rate decides the outcomes of its own method', () => {
    const rates = { ...OFF, upiSuccessRate: 0.9, simulatorSeed: '1' };
    expect(approvedShare('sim_upi:success', rates)).toBeCloseTo(0.9, 1);
    expect(approvedShare('sim_upi:upi_declined', rates)).toBeCloseTo(0.9, 1);
    expect(approvedShare('sim_card:visa:1111:success', rates)).toBe(1);
    expect(approvedShare('sim_card:visa:1111:success', { ...OFF, cardSuccessRate: 0 })).toBe(0);
    expect(approvedShare('sim_card:visa:0002:card_declined', { ...OFF, cardSuccessRate: 1 })).toBe(1);
  });

  it('seed and reference determine the outcome, and another seed gives another series', () => {
    const series = (simulatorSeed: string) =>
      REFERENCES.map((reference) =>
        outcomeOf('sim_upi:success', reference, { ...OFF, upiSuccessRate: 0.5, simulatorSeed }),
      );
    expect(series('1')).toEqual(series('1'));
    expect(series('1')).not.toEqual(series('2'));
  });

  it('a random delay covers the range between its bounds', () => {
    const bounds = { ...OFF, processingDelayMinMs: 100, processingDelayMaxMs: 200 };
    const delays = REFERENCES.map((reference) => delayOf('success', reference, bounds));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...delays)).toBeLessThanOrEqual(200);
    expect(new Set(delays).size).toBeGreaterThan(90);
    expect(delayOf('slow', 'pay_1', bounds)).toBe(30_000);
  });
});
