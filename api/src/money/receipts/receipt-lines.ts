import { formatMoney, formatTime } from '../../platform/mail/mail-formats.js';
import type { PublicReceiptDto } from './receipt.dto.js';
import { receiptTexts } from './receipt-texts.js';

export interface ReceiptLines {
  title: string;
  merchant: string;
  /** Under the title; null for live merchants. */
  note: string | null;
  rows: readonly (readonly [label: string, value: string])[];
  color: string | null;
}

/** The receipt in words: what its PDF shows. */
export function receiptLines(receipt: PublicReceiptDto): ReceiptLines {
  const { locale, currency, time_zone: timeZone, support, refunds } = receipt;
  const texts = receiptTexts(locale);
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const time = (at: string) => formatTime(new Date(at), locale, timeZone);
  const given = (label: string, value: string | null): [string, string][] => (value === null ? [] : [[label, value]]);
  const { amount, amount_refunded: refunded, line_items: items } = receipt;
  return {
    title: texts.title,
    merchant: receipt.merchant_name,
    note: receipt.test ? texts.test : null,
    color: receipt.branding.color,
    rows: [
      [texts.number, receipt.number],
      [texts.paidAt, time(receipt.paid_at)],
      ...given(texts.order, receipt.order_receipt),
      ...given(texts.description, receipt.description),
      [texts.payment, receipt.payment_id],
      ...given(texts.method, receipt.instrument ?? receipt.method),
      ...(items ?? []).map(({ name, quantity, amount: each }): [string, string] => [
        `${quantity} × ${name}`,
        money(quantity * each),
      ]),
      [texts.amount, money(amount)],
      ...refunds.map(({ status, amount: part, processed_at: at, created_at: made }): [string, string] => [
        `${status === 'processed' ? texts.refund : texts.pending}, ${time(at ?? made)}`,
        `− ${money(part)}`,
      ]),
      ...(refunded > 0
        ? ([
            [texts.refunded, money(refunded)],
            [texts.net, money(amount - refunded)],
          ] as const)
        : []),
      ...given(texts.support, [support.email, support.phone].filter(Boolean).join(', ') || null),
    ],
  };
}
