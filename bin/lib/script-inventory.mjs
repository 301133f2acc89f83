/** The scripts that the hosted checkout may load, each with its purpose and hash (PCI DSS 6.4.3). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';

const BUILD = 'web-checkout/.next';
/** The newest version of the browser SDK has two addresses; each served version has its own as well. */
const SDK_NEWEST = ['/checkout.js', '/v1/checkout.js'];
const SDK_ADDRESS = /^\/(v1\/)?checkout(-[\d.]+)?\.js$/;
const SDK_PURPOSE = 'The browser SDK on the merchant’s page: opens the checkout in a dialog';
/** The line that the checkout appends to the SDK's file; it differs between installations. */
const ADDRESS_LINE = /\nPaymentGateway\.checkoutUrl="https?:\/\/[^"\\\s]+";\n$/;

const PURPOSES = {
  polyfillFiles: 'Functions that old browsers lack; browsers of today do not load it',
  rootMainFiles: 'React and the part of Next.js that runs in browsers: starts the page and its forms',
  lowPriorityFiles: 'Lists of Next.js for apps of another kind; the checkout does not load it',
};
const OWN = 'The checkout’s own forms, live status and messages to the page that opened it';
/** Inline scripts carry the nonce of the response. The captured part is data and must be JSON. */
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

/** The part of a response's body whose hash is in the inventory. */
export const inventoriedPart = (address, body) => (SDK_ADDRESS.test(address) ? body.replace(ADDRESS_LINE, '') : body);

/** Built from the output of the build. */
export async function scriptInventory() {
  const manifest = JSON.parse(readFileSync(inRoot(BUILD, 'build-manifest.json'), 'utf8'));
  const purposeOf = (file) => {
    const [, purpose] = Object.entries(PURPOSES).find(([kind]) => manifest[kind]?.includes(file)) ?? [];
    return purpose ?? OWN;
  };
  const entry = (address, body, purpose) => ({
    address,
    integrity: integrityOf(body),
    bytes: Buffer.byteLength(body),
    purpose,
  });
  const scripts = readdirSync(inRoot(BUILD, 'static'), { recursive: true })
    .map((name) => path.posix.join('static', name.split(path.sep).join('/')))
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => entry(`/_next/${name}`, readFileSync(inRoot(BUILD, name)), purposeOf(name)));
  // Imported here: on a fresh clone it is built only before this call.
  const { browserScript, versionedScripts } = await import('../../sdk/dist/script.js');
  const anyAddress = 'http://localhost';
  const sdk = [
    ...SDK_NEWEST.map((address) => [address, browserScript(anyAddress)]),
    ...[...versionedScripts(anyAddress)].map(([version, file]) => [`/checkout-${version}.js`, file]),
  ];
  const ofSdk = sdk.map(([address, { body }]) => entry(address, inventoriedPart(address, body), SDK_PURPOSE));
  return { scripts: [...scripts, ...ofSdk], inline: INLINE_SCRIPTS };
}

/** Written with the build, so that later changes of a file are detected. */
export const INVENTORY_FILE = `${BUILD}/script-inventory.json`;

export async function writeInventory() {
  writeFileSync(inRoot(INVENTORY_FILE), `${JSON.stringify(await scriptInventory(), undefined, 2)}\n`);
}
