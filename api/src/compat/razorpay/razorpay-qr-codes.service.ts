import { Injectable } from '@nestjs/common';
import { renderSVG } from 'uqr';
import type { Caller } from '../../accounts/access/caller.js';
import { CustomersService } from '../../money/customers/customers.service.js';
import { LinkTotals } from '../../money/payment-links/link-totals.service.js';
import type { PaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import { PaymentLinksService } from '../../money/payment-links/payment-links.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { collection, paymentEntity } from './razorpay-entities.js';
import { isQrCode, linkIdOf, qrEntity } from './razorpay-qr-codes.js';
import { qrCodeOf } from './razorpay-qr-requests.js';
import { pageOf, qrCodesAsked } from './razorpay-query.js';
import type { Sent } from './razorpay-requests.js';

/** QR codes in the form of Razorpay: payment links, whose page the code holds. */
@Injectable()
export class RazorpayQrCodes {
  constructor(
    private readonly links: PaymentLinksService,
    private readonly totals: LinkTotals,
    private readonly payments: PaymentsService,
    private readonly customers: CustomersService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async create(caller: Caller, sent: Sent, key: GivenKey | null) {
    const { link, endsAt, customerId } = qrCodeOf(sent, this.clock.now());
    if (customerId !== undefined) await this.customers.get(caller, customerId);
    return this.entity(caller, await objectOf(this.links.create(caller, link, key, endsAt ? { endsAt } : {})));
  }

  async list(caller: Caller, query: Sent) {
    const { payment_id: paymentId, customer_id: customerId, ...page } = qrCodesAsked(query);
    const id = paymentId === undefined ? undefined : await this.linkOfPayment(caller, paymentId);
    const asked = { ...page, ...(id !== undefined && { id }), qrCodes: { customerId } };
    const { data } = await objectOf(this.links.list(caller, asked));
    const received = await this.totals.of(
      caller,
      data.map((link) => link.id),
    );
    return collection(data.map((link) => qrEntity(link, this.config.PUBLIC_API_URL, received.get(link.id))));
  }

  async get(caller: Caller, qrId: string) {
    return this.entity(caller, await this.find(caller, qrId));
  }

  /** With a key the repeat of a finished close returns its response. */
  async close(caller: Caller, qrId: string, key: GivenKey | null) {
    const { id, status } = await this.find(caller, qrId);
    if (status === 'cancelled' && key === null)
      throw new ApiError('payment_link_cancelled', 'QR Code is already closed');
    return this.entity(caller, await objectOf(this.links.cancel(caller, id, key)));
  }

  async listPayments(caller: Caller, qrId: string, query: Sent) {
    const { id } = await this.find(caller, qrId);
    const { data } = await objectOf(this.payments.list(caller, { ...pageOf(query), payment_link_id: id }));
    return collection(data.map((payment) => paymentEntity(payment)));
  }

  /** The code as an image: the address of the page, which every camera opens. */
  async image(qrId: string): Promise<string> {
    const { id } = await objectOf(this.links.getPublic(linkIdOf(qrId)));
    return renderSVG(`${this.config.PUBLIC_CHECKOUT_URL}/l/${id}`, { border: 2 });
  }

  private async find(caller: Caller, qrId: string): Promise<PaymentLinkDto> {
    const link = await objectOf(this.links.get(caller, linkIdOf(qrId)));
    if (isQrCode(link)) return link;
    throw new ApiError('payment_link_not_found', 'QR Code not found');
  }

  private async entity(caller: Caller, link: PaymentLinkDto) {
    const received = await this.totals.of(caller, [link.id]);
    return qrEntity(link, this.config.PUBLIC_API_URL, received.get(link.id));
  }

  /** The link's id, or one that no link has. */
  private async linkOfPayment(caller: Caller, paymentId: string): Promise<string> {
    const payment = await objectOf(this.payments.get(caller, paymentId));
    return payment.payment_link_id ?? '';
  }
}
