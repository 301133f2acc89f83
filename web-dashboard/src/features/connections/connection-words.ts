import type { Tone } from '../../lib/states';
import type { Connection, Connector } from '../../lib/types';

const METHOD_NAMES: Readonly<Record<string, string>> = { upi: 'UPI', card: 'Cards' };

export const methodName = (method: string) => METHOD_NAMES[method] ?? method;

export const methodsOf = ({ methods }: Pick<Connection, 'methods'>) => methods?.map(methodName).join(', ') ?? 'All';

const MAX_LISTED = 6;
export function currenciesOf({ currencies }: Pick<Connection, 'currencies'>): string {
  if (currencies === null) return 'All';
  const more = currencies.length - MAX_LISTED;
  return currencies.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The part of a connector that a form's action needs. */
export interface Offer {
  methods: Connector['methods'];
  credentials: string[];
}

export const offerOf = ({ methods, credentials }: Connector): Offer => ({
  methods,
  credentials: credentials.map(({ name }) => name),
});

/** An acquirer that did not respond has neither accepted nor refused the credentials. */
export function testMarkOf({ ok, reason }: NonNullable<Connection['testResult']>): { tone: Tone; status: string } {
  if (ok) return { tone: 'good', status: 'passed' };
  return reason === 'no_response' ? { tone: 'wait', status: 'not tested' } : { tone: 'bad', status: 'failed' };
}

export type Notifications = 'none yet' | 'verified' | 'not verified';

/** Whether the last notification verified. */
export function notificationsOf({
  lastNotificationAt,
  lastVerifiedAt,
}: Pick<Connection, 'lastNotificationAt' | 'lastVerifiedAt'>): Notifications {
  if (lastNotificationAt === null) return 'none yet';
  const isVerified = lastVerifiedAt !== null && Date.parse(lastVerifiedAt) >= Date.parse(lastNotificationAt);
  return isVerified ? 'verified' : 'not verified';
}

/** The texts of a form's field with commas between; null if there is none. */
export function codesIn(text: string): string[] | null {
  const codes = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((code) => code.toUpperCase());
  return codes.length > 0 ? [...new Set(codes)] : null;
}
