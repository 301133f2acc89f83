import type { TestId } from '../../src/lib/test-ids.js';

const LIVE = ['language-picker', 'checkout-container', 'order-summary', 'order-amount', 'order-id'] as const;
const PAGE = [...LIVE, 'test-banner'] as const;
const LINK = ['checkout-container', 'test-banner', 'link-summary', 'link-title'] as const;
const METHODS = [...PAGE, 'payment-methods', 'method-upi', 'method-card', 'pay-button'] as const;
const PLAY_APP = ['upi-approve-button', 'upi-decline-button'] as const;

const RECEIPT = ['receipt-link', 'receipt-mail', 'receipt-form', 'receipt-email-input', 'receipt-send-button'] as const;

/** The ids of each state: those of the checkout's documented table, and our own. */
export const IDS = {
  upi: [...METHODS, 'upi-form', 'vpa-input', 'show-qr-button'],
  apps: [...METHODS, 'upi-form', 'vpa-input', 'any-app-button', 'show-qr-button'],
  links: [...METHODS, 'upi-app-link', 'approve-hint', ...PLAY_APP],
  card: [...METHODS, 'card-form', 'card-number-input', 'expiry-input', 'cvv-input', 'cardholder-name-input'],
  otp: [...PAGE, 'action-form', 'otp-input', 'approve-hint', 'change-method'],
  bank: [...PAGE, 'bank-link', 'approve-hint', 'change-method'],
  returned: [...PAGE, 'processing-state', 'processing-message', 'bank-link', 'change-method'],
  approve: [...PAGE, 'sent-to', 'approve-hint', ...PLAY_APP, 'change-method'],
  scan: [...METHODS, 'qr-code', 'approve-hint', ...PLAY_APP],
  offline: [...PAGE, 'qr-code', 'offline-banner'],
  processing: [...PAGE, 'processing-state', 'processing-message'],
  success: [...PAGE, 'success-state', 'payment-id', 'success-message', 'paid-with', 'paid-at', ...RECEIPT],
  mailed: [...PAGE, 'success-state', 'receipt-link', 'receipt-sent'],
  back: [...PAGE, 'success-state', 'return-link', 'return-countdown', 'stay-button'],
  leave: [...METHODS, 'cancel-link', 'order-items', 'order-time-left', 'order-support'],
  failed: [...PAGE, 'error-state', 'error-message', 'tried-with', 'retry-button', 'change-method'],
  paid: [...PAGE, 'paid-state'],
  held: [...PAGE, 'success-state', 'payment-id', 'success-message'],
  authorised: [...PAGE, 'authorised-state'],
  expired: [...PAGE, 'expired-state'],
  cancelled: [...PAGE, 'cancelled-state'],
  link: [...LINK, 'link-description', 'link-amount', 'link-form', 'pay-button'],
  entered: [...LINK, 'link-form', 'amount-input', 'pay-button'],
  linkCancelled: [...LINK, 'link-amount', 'cancelled-state'],
  receipt: ['receipt', 'receipt-pdf'],
  page: [...LIVE, 'page-form', 'pay-button'],
  left: [...LIVE, 'processing-state', 'bank-link', 'other-page', 'change-method'],
  unpayable: [...LIVE, 'unpayable-state'],
  unknown: ['checkout-container', 'not-found-state'],
  unavailable: ['checkout-container', 'unavailable-state', 'retry-button'],
} as const satisfies Record<string, readonly TestId[]>;
