import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { ApiKeySignatures } from '../../accounts/api-keys/api-key-signatures.service.js';
import type { PaymentLinkDto } from '../../money/payment-links/payment-link.dto.js';
import { PaymentLinkEdits } from '../../money/payment-links/payment-link-edits.service.js';
import { PaymentLinksService } from '../../money/payment-links/payment-links.service.js';
import { KeySignedReturns, type PaidLink } from '../../money/payments/key-signed-returns.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config/config.module.js';
import { ApiError, type ErrorReason } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { changedLinkOf, linkEntity, linkOf } from './razorpay-payment-links.js';
import { linksAsked } from './razorpay-query.js';
import type { Sent } from './razorpay-requests.js';

/** A single link has one captured payment, a reusable one of the gateway's own API any number: the newest are shown. */
const MAX_PAYMENTS = 100;

/** Payment links in the form of Razorpay. */
@Injectable()
export class RazorpayPaymentLinks implements OnModuleInit {
  constructor(
    private readonly links: PaymentLinksService,
    private readonly edits: PaymentLinkEdits,
    private readonly payments: PaymentsService,
    private readonly signatures: ApiKeySignatures,
    private readonly returns: KeySignedReturns,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.returns.use((paid) => this.returned(paid));
  }

  /** With a callback the caller's key must be able to sign, because it signs the payer's return. */
  async create(caller: Caller, sent: Sent, key: GivenKey | null) {
    const { link, endsAt } = linkOf(sent, this.clock.now());
    const returnKey = link.return_url === undefined ? undefined : await this.signingKey(caller);
    const terms = { ...(endsAt && { endsAt }), ...(returnKey !== undefined && { returnKey }) };
    const made = this.links.create(caller, link, key, terms);
    return this.entity(
      caller,
      await objectOf(made.catch(inRazorpaysWords({ reference_id_taken: taken(link.reference_id) }))),
    );
  }

  async list(caller: Caller, query: Sent) {
    const { payment_id: paymentId, ...asked } = linksAsked(query);
    const found = paymentId === undefined ? {} : { id: await this.linkOfPayment(caller, paymentId) };
    const { data } = await objectOf(this.links.list(caller, { ...asked, ...found, qrCodes: false }));
    return { payment_links: await Promise.all(data.map((link) => this.entity(caller, link))) };
  }

  async get(caller: Caller, linkId: string) {
    return this.entity(caller, await objectOf(this.links.get(caller, linkId)));
  }

  async update(caller: Caller, linkId: string, sent: Sent, key: GivenKey | null) {
    const change = changedLinkOf(sent, this.clock.now());
    const changed = this.edits.update(caller, linkId, change, key);
    return this.entity(
      caller,
      await objectOf(changed.catch(inRazorpaysWords({ ...NOT_OPEN, reference_id_taken: taken(change.reference_id) }))),
    );
  }

  /** With a key the repeat of a finished cancel returns its response; without one Razorpay refuses it. */
  async cancel(caller: Caller, linkId: string, key: GivenKey | null) {
    const { status } = await objectOf(this.links.get(caller, linkId));
    if (status === 'cancelled' && key === null) throw new ApiError('payment_link_cancelled', ENDED);
    return this.entity(
      caller,
      await objectOf(this.links.cancel(caller, linkId, key).catch(inRazorpaysWords(NOT_CANCELLED))),
    );
  }

  private async entity(caller: Caller, link: PaymentLinkDto) {
    const url = this.config.PUBLIC_CHECKOUT_URL;
    if (link.status !== 'paid' && !link.reusable) return linkEntity(link, url);
    const asked = { payment_link_id: link.id, status: 'success' as const, limit: MAX_PAYMENTS };
    const { data } = await objectOf(this.payments.list(caller, asked));
    return linkEntity(
      link,
      url,
      data.filter(({ captured }) => captured),
    );
  }

  /** The link's id, or one that no link has. */
  private async linkOfPayment(caller: Caller, paymentId: string): Promise<string> {
    const payment = await objectOf(this.payments.get(caller, paymentId));
    return payment.payment_link_id ?? '';
  }

  private async signingKey({ merchant, actor }: Caller): Promise<string> {
    const keyId = actor.replace(/^api_key:/, '');
    await this.signatures.sign(merchant.id, keyId, '');
    return keyId;
  }

  /** The parameters that Razorpay adds to a callback_url; null if the key was deleted or has expired since. */
  private async returned({ merchantId, linkId, referenceId, paymentId, keyId }: PaidLink): Promise<string | null> {
    const reference = referenceId ?? '';
    const signed = `${linkId}|${reference}|paid|${paymentId}`;
    const signature = await this.signatures.sign(merchantId, keyId, signed).catch(nullIfRefused);
    if (signature === null) return null;
    return new URLSearchParams({
      razorpay_payment_id: paymentId,
      razorpay_payment_link_id: linkId,
      razorpay_payment_link_reference_id: reference,
      razorpay_payment_link_status: 'paid',
      razorpay_signature: signature,
    }).toString();
  }
}

function nullIfRefused(error: unknown): null {
  if (error instanceof ApiError) return null;
  throw error;
}

type Words = Readonly<Partial<Record<ErrorReason, string>>>;

const ENDED = 'cannot cancel or expire an expired link';
const NOT_CANCELLED: Words = {
  payment_link_paid: 'cannot cancel or expire an already paid/partially paid link',
  payment_link_expired: ENDED,
};
const UNCHANGED = 'update can only be made in created or partially paid state';
const NOT_OPEN: Words = {
  payment_link_paid: UNCHANGED,
  payment_link_cancelled: UNCHANGED,
  payment_link_expired: UNCHANGED,
};
const taken = (reference: string | null | undefined) =>
  `payment link with given reference_id: ${reference ?? ''} already exists. ` +
  'Please create a payment link with a different reference_id';

/** Razorpay's own texts, which its clients compare, because its errors have no finer code. */
const inRazorpaysWords = (words: Words) => (error: unknown) => {
  const text = error instanceof ApiError ? words[error.reason] : undefined;
  if (!(error instanceof ApiError) || text === undefined) throw error;
  throw new ApiError(error.reason, text, error.field === undefined ? {} : { field: error.field });
};
