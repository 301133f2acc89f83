import { Injectable, Logger } from '@nestjs/common';
import type { ActionSubmission, ChargeResult, Connector, Unknown } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { Tracer } from '../../platform/telemetry/tracer.js';
import { ChargeLeases } from './charge-leases.service.js';
import { failed, nextStateOf, stateAfterCancel, stateAfterCapture, untilCapture, watched } from './charge-outcome.js';
import { type LeasedCharge, type NextState, refOf, type Terms } from './leased-charge.js';
import { nextWatchMs } from './charge-times.js';
import { HostedPages } from './hosted-pages.service.js';
import type { ActionCalls } from './payment-action.js';
import { paymentFacts } from './payment-facts.js';

/** An authorisation is captured this long before the acquirer lets it lapse. */
const CAPTURE_MARGIN_MS = 12 * 3_600_000;

/**
 * Calls the acquirer of a leased charge's account and returns the next state. Every call ends within its deadline of the
 * connector's sheet; a timeout is the result `unknown`. The lease covers the first call; before a second one it is
 * renewed. Never called inside a transaction.
 */
@Injectable()
export class BankCalls implements ActionCalls {
  private readonly logger = new Logger(BankCalls.name);

  constructor(
    private readonly connectors: Connectors,
    private readonly leases: ChargeLeases,
    private readonly pages: HostedPages,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
    private readonly config: Config,
  ) {}

  /** Sends the charge; for one on a page of the acquirer, makes the page. */
  async charge(charge: LeasedCharge): Promise<NextState> {
    const connector = await this.connectors.at(charge);
    const result = await (charge.flow === 'redirect'
      ? this.pages.prepare(connector, charge)
      : this.send(connector, charge));
    const next = nextStateOf(charge, this.checked(connector, charge, result), this.termsOf(charge));
    return result.outcome === 'unknown' && result.refused ? { ...next, notSent: true } : next;
  }

  /** Null if the acquirer does not know the reference. */
  async find(charge: LeasedCharge): Promise<NextState | null> {
    const connector = await this.connectors.at(charge);
    const found = await connector.findCharge(refOf(charge));
    if (found.outcome !== 'not_found') {
      return nextStateOf(charge, this.checked(connector, charge, found), this.termsOf(charge));
    }
    if (charge.providerId === null) return null;
    this.meters.differed('unknown_provider_id');
    this.logger.error('the acquirer does not know a charge that it has given an id', paymentFacts(charge));
    return this.timedOut(charge);
  }

  /** Of an authorised charge that was woken: whether the acquirer has captured or released it without our request. */
  async findAuthorised(charge: LeasedCharge): Promise<NextState> {
    const connector = await this.connectors.at(charge);
    const found = await connector.findCharge(refOf(charge));
    const { outcome } = found;
    if (outcome === 'cancelled' || outcome === 'pending' || outcome === 'unknown') {
      return nextStateOf(charge, found, this.termsOf(charge));
    }
    if (outcome !== 'approved' || found.captured === 0) return untilCapture;
    this.meters.differed('captured_elsewhere');
    this.logger.warn('the acquirer has captured an authorisation without our request', paymentFacts(charge));
    return stateAfterCapture(charge, found, this.termsOf(charge));
  }

  /** Carries out the capture that was requested on the charge. */
  async capture(charge: LeasedCharge): Promise<NextState> {
    const connector = await this.connectors.at(charge);
    const terms = this.termsOf(charge);
    const found = charge.answered ? await connector.findCharge(refOf(charge)) : null;
    if (found?.outcome === 'approved' && found.captured > 0) return stateAfterCapture(charge, found, terms);
    if (found?.outcome === 'unknown') return nextStateOf(charge, found, terms);
    const renewed = found ? await this.leases.nextKey(charge) : charge;
    if (!renewed) return this.timedOut(charge);
    return stateAfterCapture(charge, await connector.capture(refOf(renewed), wantedOf(charge)), terms);
  }

  /** Carries out the cancel that was requested on the charge. A page that no shopper was shown is left to itself. */
  async cancel(charge: LeasedCharge): Promise<NextState> {
    const connector = await this.connectors.at(charge);
    const terms = this.termsOf(charge);
    if (isUnshownPage(charge)) return nextStateOf(charge, { outcome: 'cancelled', proven: true }, terms);
    const isClosable = connector.sheet.closes || charge.status === 'approved';
    const found = charge.answered || !isClosable ? await connector.findCharge(refOf(charge)) : null;
    if (found && isEnd(found, charge)) return stateAfterCancel(charge, found, terms);
    if (!isClosable) return this.unclosed(charge, terms);
    const renewed = found ? await this.leases.nextKey(charge) : charge;
    if (!renewed) return this.timedOut(charge);
    return stateAfterCancel(charge, await connector.cancel(refOf(renewed)), terms);
  }

  /** The merchant gives the payment up although its outcome is not known: no call is made. */
  released(charge: LeasedCharge): NextState {
    const { lateMs } = this.termsOf(charge);
    const description = 'The merchant released it. Money that still comes is given back.';
    return { ...failed('released', description), ...watched(lateMs) };
  }

  /** Submits the shopper's answer to a step-up. If the bank does not know the reference, a later job calls it again. */
  async submitAction(charge: LeasedCharge, submission: ActionSubmission): Promise<NextState> {
    const connector = await this.connectors.at(charge);
    const result = await connector.submitAction?.(refOf(charge), submission);
    if (!result || result.outcome === 'not_found') return this.timedOut(charge);
    return nextStateOf(charge, this.checked(connector, charge, result), this.termsOf(charge));
  }

  /** The next state if the call was not made or has timed out. */
  timedOut(charge: LeasedCharge): NextState {
    return nextStateOf(charge, { outcome: 'unknown' }, this.termsOf(charge));
  }

  /** Runs a call in a span below `parent`. */
  traced(charge: LeasedCharge, parent: string | null, call: () => Promise<NextState>): Promise<NextState> {
    return this.tracer.span('bank', { kind: 'client', parent }, async (span) => {
      const next = await call();
      span.set({
        'gateway.payment_id': charge.paymentId,
        'gateway.charge_id': charge.id,
        'gateway.status': next.status,
        'gateway.open': next.open,
      });
      return next;
    });
  }

  termsOf({ connector }: Pick<LeasedCharge, 'connector'>): Terms {
    const sheet = this.connectors.sheetOf(connector);
    const { BANK_TIMEOUT, ACTION_TIMEOUT, PAGE_TIMEOUT, CAPTURE_TIMEOUT } = this.config;
    const lapses = sheet.authorisationMs === null ? Infinity : sheet.authorisationMs - CAPTURE_MARGIN_MS;
    return {
      bankMs: BANK_TIMEOUT,
      actionMs: ACTION_TIMEOUT,
      pageMs: PAGE_TIMEOUT,
      captureMs: Math.min(CAPTURE_TIMEOUT, lapses),
      lateMs: sheet.lateAuthorisationMs,
    };
  }

  /** The acquirer closes nothing: the charge stays open until no attempt can be approved any more. */
  private unclosed(charge: LeasedCharge, terms: Terms): NextState {
    const waitedMs = charge.cancelRequestedMs ?? 0;
    const waitMs = nextWatchMs(waitedMs, terms.lateMs - waitedMs);
    if (waitMs === null) return nextStateOf(charge, { outcome: 'cancelled', proven: true }, terms);
    return nextStateOf(charge, { outcome: 'pending', retryAfterMs: waitMs }, terms);
  }

  private send(connector: Connector, charge: LeasedCharge): Promise<ChargeResult> {
    if (!connector.charge) throw new Error(`The connector ${connector.name} charges on its own pages only`);
    const { instrument } = charge;
    const notificationUrl = this.connectors.notificationUrl(charge);
    return connector.charge({ ...refOf(charge), instrument, returnUrl: this.pages.returnUrl(charge), notificationUrl });
  }

  /** A result whose page is elsewhere than the sheet says is not shown: its outcome is unknown. */
  private checked(connector: Connector, charge: LeasedCharge, result: ChargeResult): ChargeResult | Unknown {
    if (this.pages.isTrusted(connector, result)) return result;
    this.meters.differed('foreign_page');
    this.logger.error('the acquirer names a page on a host that is not its own', paymentFacts(charge));
    return { outcome: 'unknown', answered: true };
  }
}

/** No shopper has its address, so that it cannot be paid. */
export const isUnshownPage = ({ flow, status, actionType }: LeasedCharge): boolean =>
  flow === 'redirect' && status === 'open' && actionType === null;

const wantedOf = ({ captureAmount, amount }: LeasedCharge): number => captureAmount ?? amount;

/** The charge that a find returned is decided: nothing is left to cancel. */
function isEnd(
  found: { outcome: string; captured?: number },
  { status }: LeasedCharge,
): found is Exclude<ChargeResult, { outcome: 'requires_action' | 'pending' }> {
  if (found.outcome === 'approved') return status === 'open' || (found.captured ?? 0) > 0;
  return ['declined', 'cancelled', 'unknown'].includes(found.outcome);
}
