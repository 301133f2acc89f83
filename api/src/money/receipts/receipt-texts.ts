import { mailLanguage } from '../../platform/mail/mail-composer.js';

/** The words of a receipt's PDF. The page of the checkout has its own catalogue. */
const TEXTS = {
  en: {
    title: 'Receipt',
    test: 'Test payment: no money moved',
    number: 'Receipt number',
    merchant: 'Paid to',
    paidAt: 'Paid on',
    order: 'Order',
    description: 'For',
    payment: 'Payment',
    method: 'Method',
    amount: 'Amount paid',
    refund: 'Refund',
    pending: 'Refund, under way',
    refunded: 'Refunded in all',
    net: 'Amount kept by the merchant',
    support: 'Questions',
  },
  hi: {
    title: 'रसीद',
    test: 'परीक्षण भुगतान: कोई पैसा नहीं गया',
    number: 'रसीद संख्या',
    merchant: 'किसे भुगतान',
    paidAt: 'भुगतान का समय',
    order: 'ऑर्डर',
    description: 'विवरण',
    payment: 'भुगतान',
    method: 'तरीका',
    amount: 'भुगतान की राशि',
    refund: 'रिफ़ंड',
    pending: 'रिफ़ंड जारी है',
    refunded: 'कुल रिफ़ंड',
    net: 'व्यापारी के पास राशि',
    support: 'प्रश्न',
  },
} as const;
export type ReceiptTexts = Readonly<Record<keyof (typeof TEXTS)['en'], string>>;

export const receiptTexts = (locale: string): ReceiptTexts => TEXTS[mailLanguage(locale)];
