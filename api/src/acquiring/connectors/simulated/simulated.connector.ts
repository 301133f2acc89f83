import {
  type ActionSubmission,
  type CancelResult,
  type Cancelled,
  type CaptureResult,
  type Card,
  type ChargeRequest,
  type ChargeResult,
  Connector,
  type InstrumentToken,
  type NotFound,
  type RefundRequest,
  type RefundResult,
} from '../connector.js';
import { type AcquirerAddress, AcquirerHttp } from './acquirer-http.js';
import {
  cancelResult,
  captureResult,
  chargeResult,
  closeRefundResult,
  findCaptureResult,
  findRefundResult,
  newChargeResult,
  refundResult,
  reversalResult,
} from './simulated.mapping.js';
import { tokenizeCard, tokenizeUpi } from './test-instruments.js';

const chargePath = (reference: string, call = '') => `/v1/charges/${encodeURIComponent(reference)}${call}`;
const refundPath = (reference: string, call = '') => `/v1/refunds/${encodeURIComponent(reference)}${call}`;

/**
 * The simulated acquirer, over its HTTP API. A card or UPI address becomes a token here, in the gateway's process: only
 * the token is sent. A call throws if its response is not the documented one.
 */
export class SimulatedConnector extends Connector {
  override readonly name = 'simulated';
  private readonly http: AcquirerHttp;

  constructor(address: AcquirerAddress) {
    super();
    this.http = new AcquirerHttp(address);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  override tokenizeCard(card: Card): InstrumentToken {
    return tokenizeCard(card);
  }

  override tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
    return tokenizeUpi(upi);
  }

  override async charge({ merchantId, instrument, ...request }: ChargeRequest): Promise<ChargeResult> {
    const { reference, amount, currency, capture } = request;
    const body = { reference, merchant: merchantId, amount, currency, token: instrument, capture };
    return newChargeResult(await this.http.post('/v1/charges', body, `${reference}:charge:1`));
  }

  override async findCharge(reference: string): Promise<ChargeResult | NotFound> {
    return chargeResult(await this.http.get(chargePath(reference)));
  }

  override async submitAction(reference: string, submission: ActionSubmission): Promise<ChargeResult | NotFound> {
    return chargeResult(await this.http.post(chargePath(reference, '/action'), submission));
  }

  override async capture(reference: string, amount: number): Promise<CaptureResult> {
    return captureResult(await this.http.post(chargePath(reference, '/capture'), { amount }));
  }

  override async findCapture(reference: string): Promise<CaptureResult | NotFound> {
    return findCaptureResult(await this.http.get(chargePath(reference)));
  }

  override async cancel(reference: string): Promise<CancelResult> {
    return cancelResult(await this.http.post(chargePath(reference, '/cancel')));
  }

  override async reverse(reference: string): Promise<Cancelled> {
    return reversalResult(await this.http.post(chargePath(reference, '/reverse')));
  }

  override async refund({ merchantId, chargeReference, ...request }: RefundRequest): Promise<RefundResult> {
    const { reference, amount, currency } = request;
    const body = { reference, charge: chargeReference, merchant: merchantId, amount, currency };
    return refundResult(await this.http.post('/v1/refunds', body, `${reference}:refund:1`));
  }

  override async findRefund(reference: string): Promise<RefundResult | NotFound> {
    return findRefundResult(await this.http.get(refundPath(reference)));
  }

  override async cancelRefund(reference: string): Promise<CancelResult> {
    return closeRefundResult(await this.http.post(refundPath(reference, '/close')));
  }
}
