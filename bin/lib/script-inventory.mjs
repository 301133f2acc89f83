/** The scripts that the hosted checkout may load, with a reason and a hash for each (PCI DSS 6.4.3). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';

const BUILD = 'web-checkout/.next';
const SDK = 'sdk/dist/payment-gateway.js';
const SDK_ADDRESS = '/checkout.js';
/** What the checkout appends to the SDK's file: the one value that differs between installations. */
const ADDRESS_LINE = /\nPaymentGateway\.checkoutUrl="https?:\/\/[^"\\\s]+";\n$/;

const PURPOSES = {
  polyfillFiles: 'Functions that old browsers lack; browsers of today do not load it',
  rootMainFiles: 'React and the part of Next.js that runs in browsers: starts the page and its forms',
  lowPriorityFiles: 'Lists of Next.js for apps of another kind; the checkout does not load it',
};
const OWN = 'The checkout’s own forms, live status and messages to the page that opened it';
/** Scripts within the page carry the nonce of that response. What is in parentheses is data: it must be JSON. */
export const INLINE_SCRIPTS = [
  {
    purpose: 'Starts the scripts of the page: their names',
    pattern: String.raw`^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((.*)\);?$`,
  },
  {
    purpose: 'What the server rendered, for React to take over',
    pattern: String.raw`^(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\((.*)\)$`,
  },
];

export const integrityOf = (body) => `sha384-${createHash('sha384').update(body).digest('base64')}`;

/** What of a response's body the inventory has the hash of. */
export const inventoriedPart = (address, body) => (address === SDK_ADDRESS ? body.replace(ADDRESS_LINE, '') : body);

/** Read from what was built. */
export function scriptInventory() {
  const manifest = JSON.parse(readFileSync(inRoot(BUILD, 'build-manifest.json'), 'utf8'));
  const purposeOf = (file) => {
    const [, purpose] = Object.entries(PURPOSES).find(([kind]) => manifest[kind]?.includes(file)) ?? [];
    return purpose ?? OWN;
  };
  const entry = (address, file, purpose) => {
    const body = readFileSync(inRoot(file));
    return { address, integrity: integrityOf(body), bytes: body.length, purpose };
  };
  const scripts = readdirSync(inRoot(BUILD, 'static'), { recursive: true })
    .map((name) => path.posix.join('static', name.split(path.sep).join('/')))
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => entry(`/_next/${name}`, `${BUILD}/${name}`, purposeOf(name)));
  const sdk = entry(SDK_ADDRESS, SDK, 'The browser SDK on the merchant’s page: opens the checkout in a dialog');
  return { scripts: [...scripts, sdk], inline: INLINE_SCRIPTS };
}

/** Beside the build, so that a file that is changed later differs from it. */
export const INVENTORY_FILE = `${BUILD}/script-inventory.json`;

export function writeInventory() {
  writeFileSync(inRoot(INVENTORY_FILE), `${JSON.stringify(scriptInventory(), undefined, 2)}\n`);
}
