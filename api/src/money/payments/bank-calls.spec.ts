import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ChargeResult, Connector } from '../../acquiring/connectors/connector.js';
import type { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { allDeadlines, type Sheet } from '../../acquiring/connectors/sheet.js';
import type { Config } from '../../platform/config/config.module.js';
import type { Database } from '../../platform/database/database.js';
import type { Meters } from '../../platform/telemetry/meters.js';
import type { Tracer } from '../../platform/telemetry/tracer.js';
import { BankCalls } from './bank-calls.service.js';
import type { ChargeLeases } from './charge-leases.service.js';
import { HostedPages } from './hosted-pages.service.js';
import type { LeasedCharge } from './leased-charge.js';

const HOUR_MS = 3_600_000;
const CONFIG = {
  ...{ BANK_TIMEOUT: 5_000, ACTION_TIMEOUT: 300_000, PAGE_TIMEOUT: 1_800_000, CAPTURE_TIMEOUT: 72 * HOUR_MS },
  PUBLIC_CHECKOUT_URL: 'https://pay.example',
} as Config;
const CHARGE = {
  ...{
    merchantId: 'm',
    id: 'chg_1',
    paymentId: 'pay_1',
    orderId: 'order_1',
    status: 'open',
    paymentStatus: 'processing',
  },
  ...{ amount: 500, currency: 'INR', capture: 'automatic', captured: false, consecutiveTimeouts: 0, keyNumber: 1 },
  ...{ flow: null, instrument: 't', providerId: null, answered: false, actionType: null, ageMs: 0 },
  ...{
    surplusTries: 0,
    cancelCause: null,
    captureAmount: null,
    cancelRequestedMs: null,
    traceParent: null,
    requestId: null,
  },
} as unknown as LeasedCharge;

const SHEET: Sheet = {
  ...{ methods: ['upi', 'card'], currencies: null, flows: ['redirect', 'raw_card'], limits: {} },
  ...{
    captureModes: ['automatic', 'manual'],
    finds: 'reference',
    voids: true,
    partialRefunds: true,
    refundableMs: null,
  },
  ...{ closesRefunds: true, closes: true, idempotencyMs: 86_400_000, lateAuthorisationMs: 600_000 },
  ...{ authorisationMs: null, deadlineMs: allDeadlines(5_000), pageHosts: ['loopback'] },
};

/** A connector that gives the results in turn, and what the gateway does with them. */
function calls(sheet: Partial<Sheet>, results: Partial<Record<keyof Connector, ChargeResult | { outcome: string }>>) {
  const called: string[] = [];
  const differed = jest.fn();
  const answers = Object.entries(results).map(([call, result]) => [
    call,
    () => {
      called.push(call);
      return Promise.resolve(result);
    },
  ]);
  const connector = { name: 'fake', sheet: { ...SHEET, ...sheet }, ...Object.fromEntries(answers) };
  const leases = { nextKey: (charge: LeasedCharge) => Promise.resolve({ ...charge, keyNumber: charge.keyNumber + 1 }) };
  const connectors = {
    ...{ at: () => Promise.resolve(connector), sheetOf: () => connector.sheet, notificationUrl: () => undefined },
  } as unknown as Connectors;
  const bank = new BankCalls(
    connectors,
    leases as unknown as ChargeLeases,
    new HostedPages({} as Database, connectors, CONFIG),
    { differed } as unknown as Meters,
    {} as Tracer,
    CONFIG,
  );
  return { bank, connector: connector as unknown as Connector, called, differed };
}

beforeAll(() => Logger.overrideLogger(false));

describe('a cancel at an acquirer that closes nothing', () => {
  const asked = { ...CHARGE, cancelCause: 'requested' } as const;
  const open = {
    findCharge: { outcome: 'pending', retryAfterMs: 100 },
    cancel: { outcome: 'cancelled', proven: true },
  };

  it('does not end the payment before no attempt can be approved any more', async () => {
    const { bank, called } = calls({ closes: false, lateAuthorisationMs: 72 * HOUR_MS }, open);
    const next = await bank.cancel({ ...asked, cancelRequestedMs: HOUR_MS });
    expect(next).toMatchObject({ status: 'processing', charge: 'open', open: 'pending', dueMs: HOUR_MS });
    expect(called).toEqual(['findCharge']);
  });

  it('ends it after that, and not as watched', async () => {
    const { bank } = calls({ closes: false, lateAuthorisationMs: 72 * HOUR_MS }, open);
    const next = await bank.cancel({ ...asked, cancelRequestedMs: 72 * HOUR_MS });
    expect(next).toMatchObject({ status: 'cancelled', charge: 'closed' });
    expect(next.watchMs).toBeUndefined();
  });

  it('ends it at once with what the acquirer has decided', async () => {
    const approved = { outcome: 'approved', connectorReference: 'x', amount: 500, currency: 'INR', captured: 500 };
    const { bank } = calls({ closes: false }, { findCharge: approved });
    expect(await bank.cancel(asked)).toMatchObject({ status: 'success', capturedNow: 500 });
  });
});

describe('a page of the acquirer', () => {
  it.each([
    ['http://pay.example/p', false],
    ['https://evil.example/p', false],
    ['https://pay.example.evil.example/p', false],
    ['https://user@pay.example/p', false],
    ['javascript:alert(1)', false],
    ['http://127.0.0.1:1/p', false],
    ['not an address', false],
    ['https://pay.example/p', true],
  ])('%s is shown: %s', async (url, isShown) => {
    const { bank, differed } = calls(
      { pageHosts: ['pay.example'] },
      { charge: { outcome: 'requires_action', action: { type: 'redirect', url } } },
    );
    const next = await bank.charge(CHARGE);
    expect(next.status).toBe(isShown ? 'requires_action' : 'processing');
    expect(next.nextAction).toEqual(isShown ? { type: 'redirect', url } : undefined);
    expect(differed.mock.calls).toEqual(isShown ? [] : [['foreign_page']]);
  });

  it('on a foreign host is not shown after a step-up either', async () => {
    const action = { type: 'redirect', url: 'https://evil.example/p' } as const;
    const { bank, differed } = calls({ pageHosts: [] }, { submitAction: { outcome: 'requires_action', action } });
    const next = await bank.submitAction(CHARGE, { otp: '123456' });
    expect([next.status, next.nextAction, differed.mock.calls]).toEqual(['processing', undefined, [['foreign_page']]]);
  });

  it('that nobody was shown is abandoned without a call', async () => {
    const { bank, called } = calls({}, { cancel: { outcome: 'cancelled', proven: true } });
    const next = await bank.cancel({ ...CHARGE, flow: 'redirect', cancelCause: 'requested' });
    expect(next).toMatchObject({ status: 'cancelled', charge: 'closed' });
    expect(called).toEqual([]);
  });
});

it('an authorisation is to be captured 12 hours before the acquirer lets it lapse, or within CAPTURE_TIMEOUT', () => {
  const { bank } = calls({ authorisationMs: 48 * HOUR_MS }, {});
  expect(bank.termsOf(CHARGE).captureMs).toBe(36 * HOUR_MS);
  const { bank: patient } = calls({ authorisationMs: 168 * HOUR_MS }, {});
  expect(patient.termsOf(CHARGE).captureMs).toBe(72 * HOUR_MS);
});

it('a call that had a response without an outcome is found before it is sent again, under the next key', async () => {
  const { bank, called } = calls(
    {},
    {
      findCharge: {
        outcome: 'approved',
        connectorReference: 'x',
        amount: 500,
        currency: 'INR',
        captured: 0,
      },
      capture: {
        outcome: 'approved',
        connectorReference: 'x',
        amount: 500,
        currency: 'INR',
        captured: 500,
      },
    },
  );
  const approved = { ...CHARGE, status: 'approved', captureAmount: 500, answered: true } as const;
  expect(await bank.capture(approved)).toMatchObject({ status: 'success', capturedNow: 500 });
  expect(called).toEqual(['findCharge', 'capture']);
});
