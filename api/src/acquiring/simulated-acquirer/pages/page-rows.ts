import type { Attempt, Method, Page } from './page.js';

export interface PageRow {
  id: string;
  account: string;
  reference: string;
  merchant_id: string;
  merchant_label: string;
  amount: string;
  currency: string;
  methods: Method[];
  capture: Page['capture'];
  kind: Page['kind'];
  notification_url: string | null;
  return_url: string;
  expires_at: Date;
  is_expired: boolean;
  closed_at: Date | null;
}

export interface AttemptRow {
  number: number;
  instrument: string;
  status: Attempt['status'];
  decline_reason: Attempt['declineReason'];
  began_at: Date;
}

export const toPage = (row: PageRow): Page => ({
  id: row.id,
  account: row.account,
  reference: row.reference,
  merchantId: row.merchant_id,
  merchantLabel: row.merchant_label,
  amount: Number(row.amount),
  currency: row.currency,
  methods: row.methods,
  capture: row.capture,
  kind: row.kind,
  notificationUrl: row.notification_url ?? undefined,
  returnUrl: row.return_url,
  expiresAt: row.expires_at,
  isExpired: row.is_expired,
  closedAt: row.closed_at,
});

export const toAttempt = (row: AttemptRow): Attempt => ({
  number: row.number,
  instrument: row.instrument,
  status: row.status,
  declineReason: row.decline_reason,
  beganAt: row.began_at,
});
