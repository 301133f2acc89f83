import { Injectable, StreamableFile } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { PublicReceiptDto, ReceiptDto } from './receipt.dto.js';
import { ReceiptFonts } from './receipt-fonts.js';
import { maskedInstrument } from '../payments/masked-instrument.js';
import { receiptLines } from './receipt-lines.js';
import { canDraw, receiptPdf } from './receipt-pdf.js';
import { paymentOfReceipt, receiptUrl } from './receipt-token.js';
import { GET, GET_PUBLIC } from './receipts.queries.js';

type Row = Omit<PublicReceiptDto, 'instrument' | 'has_pdf'> & Parameters<typeof maskedInstrument>[0];
interface Found {
  captured: boolean;
  body: string;
}

/** Receipts of captured payments. A receipt has no row of its own: it shows the payment and its refunds as they are. */
@Injectable()
export class ReceiptsService {
  private fonts: ReceiptFonts | undefined;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  async get({ merchant }: Caller, paymentId: string): Promise<ReceiptDto> {
    const [found] = await this.database.query<Found>(GET, [merchant.id, paymentId]);
    if (!found) throw new ApiError('payment_not_found', 'Payment not found');
    if (!found.captured) throw new ApiError('payment_not_captured', 'Payment is not captured');
    const receipt = this.shown(found);
    const url = receiptUrl(this.config, this.secrets, paymentId);
    return { ...receipt, url, pdf_url: receipt.has_pdf ? `${url}/pdf` : null };
  }

  async getPublic(token: string): Promise<PublicReceiptDto> {
    const paymentId = paymentOfReceipt(this.secrets, token);
    const [found] = paymentId === null ? [] : await this.database.query<Found>(GET_PUBLIC, [paymentId]);
    if (!found?.captured) throw new ApiError('receipt_not_found', 'Receipt not found');
    return this.shown(found);
  }

  async pdf(token: string): Promise<StreamableFile> {
    const receipt = await this.getPublic(token);
    if (!receipt.has_pdf) {
      throw new ApiError(
        'receipt_without_pdf',
        'This receipt has no PDF: it has text in a script without a font. Open its page',
      );
    }
    const file = await receiptPdf(this.loadFonts(), receiptLines(receipt));
    return new StreamableFile(file, {
      type: 'application/pdf',
      disposition: `inline; filename="${receipt.number}.pdf"`,
      length: file.length,
    });
  }

  private shown({ body }: Found): PublicReceiptDto {
    const { vpa, card_network, card_last4, ...row } = JSON.parse(body) as Row;
    const { method, ...rest } = row;
    const instrument = maskedInstrument({ vpa, card_network, card_last4 });
    const receipt = { ...rest, method, instrument, has_pdf: true };
    return { ...receipt, has_pdf: canDraw(this.loadFonts(), receiptLines(receipt)) };
  }

  private loadFonts(): ReceiptFonts {
    this.fonts ??= ReceiptFonts.load();
    return this.fonts;
  }
}
