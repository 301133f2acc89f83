import {
  type ActionSubmission,
  type Card,
  type CancelResult,
  type CaptureResult,
  type ChargeRef,
  type ChargeRequest,
  type ChargeResult,
  type CloseRefundResult,
  type Connector,
  idempotencyKey,
  type InstrumentToken,
  type NotFound,
  type PageRequest,
  type PrepareResult,
  type ReceivedNotification,
  type RefundRequest,
  type RefundResult,
  type ReverseResult,
  type VerifiedNotification,
} from '../connector.js';
import type { Sheet } from '../sheet.js';
import { type AcquirerAddress, AcquirerHttp } from './acquirer-http.js';
import {
  cancelResult,
  captureResult,
  chargeResult,
  closeRefundResult,
  findRefundResult,
  newChargeResult,
  pageResult,
  refundResult,
  reversalResult,
} from './simulated.mapping.js';
import { derivedNotificationSecret, verifySimulated } from './simulated-notifications.js';
import { simulatedSheet } from './simulated.sheet.js';
import { tokenizeCard, tokenizeUpi } from './test-instruments.js';

const chargePath = ({ reference }: ChargeRef, call = '') => `/v1/charges/${encodeURIComponent(reference)}${call}`;
const refundPath = ({ reference }: RefundRequest, call = '') => `/v1/refunds/${encodeURIComponent(reference)}${call}`;

/** `pageHost`: where shoppers reach its pages, if not on this machine. */
export interface SimulatedOptions extends AcquirerAddress {
  pageHost?: string | undefined;
}

/**
 * The simulated acquirer, over its HTTP API. A card or UPI address becomes a token here, in the gateway's process: only
 * the token is sent. A call throws if its response is not the documented one.
 */
export class SimulatedConnector implements Connector {
  readonly name = 'simulated';
  readonly sheet: Sheet;
  private readonly http: AcquirerHttp;
  private readonly notificationSecret: string;

  constructor(options: SimulatedOptions) {
    this.sheet = simulatedSheet(options.timeoutMs, options.pageHost);
    this.http = new AcquirerHttp(options);
    this.notificationSecret = derivedNotificationSecret(options.key);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  tokenizeCard(card: Card): InstrumentToken {
    return tokenizeCard(card);
  }

  tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
    return tokenizeUpi(upi);
  }

  async prepare(page: PageRequest): Promise<PrepareResult> {
    const { merchantLabel, methods, returnUrl, expiresAt } = page;
    const shown = { merchant_label: merchantLabel, methods, return_url: returnUrl, expires_at: expiresAt };
    const body = { ...askedOf(page), ...shown, notification_url: page.notificationUrl };
    return pageResult(await this.http.post('/v1/pages', body, idempotencyKey(page, 'prepare')));
  }

  async charge(charge: ChargeRequest): Promise<ChargeResult> {
    const body = {
      ...askedOf(charge),
      token: charge.instrument,
      return_url: charge.returnUrl,
      notification_url: charge.notificationUrl,
    };
    return newChargeResult(await this.http.post('/v1/charges', body, idempotencyKey(charge, 'charge')));
  }

  async findCharge(charge: ChargeRef): Promise<ChargeResult | NotFound> {
    return chargeResult(await this.http.get(chargePath(charge)));
  }

  async submitAction(charge: ChargeRef, submission: ActionSubmission): Promise<ChargeResult | NotFound> {
    return chargeResult(await this.http.post(chargePath(charge, '/action'), submission));
  }

  async capture(charge: ChargeRef, amount: number): Promise<CaptureResult> {
    const key = idempotencyKey(charge, 'capture');
    return captureResult(await this.http.post(chargePath(charge, '/capture'), { amount }, key));
  }

  async cancel(charge: ChargeRef): Promise<CancelResult> {
    const key = idempotencyKey(charge, 'cancel');
    return cancelResult(await this.http.post(chargePath(charge, '/cancel'), {}, key));
  }

  async reverse(charge: ChargeRef): Promise<ReverseResult> {
    const key = idempotencyKey(charge, 'reverse');
    return reversalResult(await this.http.post(chargePath(charge, '/reverse'), {}, key));
  }

  async refund(refund: RefundRequest): Promise<RefundResult> {
    const { reference, merchantId, amount, currency, charge } = refund;
    const body = { reference, charge: charge.reference, merchant: merchantId, amount, currency };
    return refundResult(await this.http.post('/v1/refunds', body, idempotencyKey(refund, 'refund')));
  }

  async findRefund(refund: RefundRequest): Promise<RefundResult | NotFound> {
    return findRefundResult(await this.http.get(refundPath(refund)));
  }

  async closeRefund(refund: RefundRequest): Promise<CloseRefundResult> {
    const key = idempotencyKey(refund, 'close');
    return closeRefundResult(await this.http.post(refundPath(refund, '/close'), {}, key));
  }

  /** The secret of the default account needs no setting: it follows from the key. */
  verifyNotification(received: ReceivedNotification): VerifiedNotification | null {
    return verifySimulated({ ...received, secrets: [...received.secrets, this.notificationSecret] });
  }
}

const askedOf = ({ reference, merchantId, amount, currency, capture }: ChargeRef) => ({
  ...{ reference, merchant: merchantId, amount, currency, capture },
});
