import { Body, Controller, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { razorpayScript, type ServedFile } from '@payment-gateway/sdk/script';
import type { FastifyReply } from 'fastify';
import { ApiKeySignatures } from '../../accounts/api-keys/api-key-signatures.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { Public } from '../../platform/http/public-route.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { IsText } from '../../platform/validation/validators.js';

/** What the page knows after a payment. */
export class SignatureRequestDto {
  /** Id of a working API key of the merchant. */
  @IsText(64, 1)
  @Loggable()
  key: string;

  @IsText(64, 1)
  @Loggable()
  order_id: string;

  @IsText(64, 1)
  @Loggable()
  payment_id: string;
}

/** Razorpay's Checkout in the merchant's page: its script, and the signature that `handler` receives. */
@ApiExcludeController()
@Controller('razorpay/v1')
export class RazorpayCheckoutController {
  private readonly script: ServedFile;

  constructor(
    private readonly payments: PaymentsService,
    private readonly signatures: ApiKeySignatures,
    config: Config,
  ) {
    this.script = razorpayScript(config.PUBLIC_CHECKOUT_URL);
  }

  @Public()
  @Get('checkout.js')
  file(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): FastifyReply {
    const { body, headers, isKnown } = this.script;
    void reply.headers(headers);
    return isKnown(known) ? reply.code(304).send() : reply.send(body);
  }

  /** Only for a payment that has succeeded, of the named order, with a working key of the same merchant. */
  @Post('checkout/signature')
  @HttpCode(200)
  @Public('write')
  async sign(@Body() { key, order_id: orderId, payment_id: paymentId }: SignatureRequestDto) {
    const payment = await this.payments.getPublic(paymentId);
    if (payment.orderId !== orderId) throw new ApiError('payment_not_found', 'Payment not found');
    if (payment.status !== 'success') {
      throw new ApiError('invalid_parameter', 'The payment has not succeeded', { field: 'payment_id' });
    }
    const razorpay_signature = await this.signatures.sign(payment.merchantId, key, `${orderId}|${paymentId}`);
    return { razorpay_payment_id: paymentId, razorpay_order_id: orderId, razorpay_signature };
  }
}
