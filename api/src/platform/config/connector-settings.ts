import { z } from 'zod';
import { isLoopbackHost } from './exposure.js';
import { acquirerKey, onOff, optional, variable } from './setting-types.js';

/** The official addresses of acquirers. */
export const OFFICIAL_BASES = {
  STRIPE_API_BASE: 'https://api.stripe.com',
  RAZORPAY_API_BASE: 'https://api.razorpay.com',
} as const;

/** Credentials are sent there, so that any other address is for emulators on this machine. */
const baseOf = (official: string) =>
  z
    .string()
    .refine((text) => text === official || isLoopbackBase(text), `must be ${official}, or an address of this machine`);

function isLoopbackBase(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && isLoopbackHost(hostname) && `${username}${password}${search}${hash}` === '';
}

const about = (acquirer: string) =>
  `Where ${acquirer} is reached; another address is for an emulator on this machine only`;

/** Where the acquirers are: docs/connections.md. */
export const CONNECTOR_SETTINGS = {
  SIMULATED_ACQUIRER_URL: variable(
    'Where servers and workers reach the simulated acquirer, which processes the payments of test merchants',
    'http://127.0.0.1:8010',
    z.url(),
  ),
  SIMULATED_ACQUIRER_KEY: optional(
    'The gateway’s key at the simulated acquirer; the acquirer accepts it at its start (fixed in demo runs)',
    acquirerKey,
  ),
  SIMULATED_ACQUIRER_NOTIFICATIONS: variable('`off`: the simulated acquirer sends none to the gateway', 'on', onOff),
  STRIPE_API_BASE: variable(about('Stripe'), OFFICIAL_BASES.STRIPE_API_BASE, baseOf(OFFICIAL_BASES.STRIPE_API_BASE)),
  RAZORPAY_API_BASE: variable(
    about('Razorpay'),
    OFFICIAL_BASES.RAZORPAY_API_BASE,
    baseOf(OFFICIAL_BASES.RAZORPAY_API_BASE),
  ),
};
