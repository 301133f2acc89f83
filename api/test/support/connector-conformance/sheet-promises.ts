import { expect } from '@jest/globals';
import { CALLS, FLOWS } from '../../../src/acquiring/connectors/sheet.js';
import type { Promised } from './promises.js';

/** The sheet states what the connector has. */
export function sheetPromises(promised: Promised): void {
  promised('has the methods of the connector, and no others', [], async ({ connector }) => {
    const { flows, closesRefunds, captureModes, methods } = connector.sheet;
    const isDirect = flows.some((flow) => flow !== 'redirect');
    expect({
      prepare: connector.prepare !== undefined,
      charge: connector.charge !== undefined,
      tokenizeCard: connector.tokenizeCard !== undefined,
      tokenizeUpi: connector.tokenizeUpi !== undefined,
      closeRefund: connector.closeRefund !== undefined,
    }).toEqual({
      prepare: flows.includes('redirect'),
      charge: isDirect,
      tokenizeCard: flows.includes('raw_card'),
      tokenizeUpi: flows.includes('collect') || flows.includes('intent') || flows.includes('qr'),
      closeRefund: closesRefunds,
    });
    expect([methods.length > 0, captureModes.length > 0, flows.length > 0]).toEqual([true, true, true]);
    for (const flow of flows) expect(FLOWS).toContain(flow);
    return Promise.resolve();
  });

  promised('has a limit for each call, and limits that fit together', [], async ({ connector }) => {
    const { deadlineMs, limits, currencies, idempotencyMs, lateAuthorisationMs, flows, pageHosts } = connector.sheet;
    for (const call of CALLS) expect([call, deadlineMs[call] > 0]).toEqual([call, true]);
    for (const [currency, { min, max }] of Object.entries(limits)) {
      expect([currency, min >= 1 && min <= max && Number.isSafeInteger(max)]).toEqual([currency, true]);
      if (currencies) expect(currencies).toContain(currency);
    }
    expect([idempotencyMs >= 0, lateAuthorisationMs >= 0]).toEqual([true, true]);
    if (flows.includes('redirect')) expect(pageHosts.length).toBeGreaterThan(0);
    return Promise.resolve();
  });
}
