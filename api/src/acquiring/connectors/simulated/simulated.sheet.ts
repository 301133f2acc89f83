import { allDeadlines, type Sheet } from '../sheet.js';

const DAY_MS = 86_400_000;

/** `deadlineMs`: the limit of every call. `pageHost`: where its pages are, if not on this machine. */
export const simulatedSheet = (deadlineMs: number, pageHost?: string): Sheet => ({
  methods: ['upi', 'card'],
  currencies: null,
  flows: ['redirect', 'qr', 'intent', 'collect', 'raw_card'],
  captureModes: ['automatic', 'manual'],
  finds: 'reference',
  voids: true,
  partialRefunds: true,
  refundableMs: null,
  closesRefunds: true,
  closes: true,
  idempotencyMs: DAY_MS,
  lateAuthorisationMs: 10 * 60_000,
  authorisationMs: null,
  deadlineMs: allDeadlines(deadlineMs),
  limits: {},
  pageHosts: ['loopback', ...(pageHost === undefined ? [] : [pageHost])],
});
