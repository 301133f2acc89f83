import { allDeadlines, type Sheet } from '../sheet.js';
import { limitsOf, STRIPE_CURRENCIES } from './stripe.amounts.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `deadlineMs`: the limit of every call. `isEmulated`: its pages are on this machine. */
export const stripeSheet = (deadlineMs: number, isEmulated: boolean): Sheet => ({
  methods: ['card'],
  currencies: STRIPE_CURRENCIES,
  flows: ['redirect'],
  captureModes: ['automatic', 'manual'],
  finds: 'id',
  voids: true,
  partialRefunds: true,
  refundableMs: null,
  closesRefunds: false,
  closes: true,
  // Stripe may forget a key after 24 hours.
  idempotencyMs: 23 * HOUR_MS,
  lateAuthorisationMs: DAY_MS,
  authorisationMs: 7 * DAY_MS,
  deadlineMs: allDeadlines(deadlineMs),
  limits: Object.fromEntries(STRIPE_CURRENCIES.map((currency) => [currency, limitsOf(currency)])),
  pageHosts: isEmulated ? ['loopback'] : ['checkout.stripe.com'],
});
