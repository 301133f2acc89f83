/** Verifies a webhook delivery with the SDK: node with-sdk.mjs standard|plain headers.txt body.json, secret in WEBHOOK_SECRET */
import { readFileSync } from 'node:fs';
import { constructEvent, WebhookVerificationError } from '@payment-gateway/sdk';

/** In your server: the raw body, the request's headers unchanged, the endpoint's secret. */
async function eventOf(rawBody, headers, secret, scheme = 'standard') {
  try {
    return await constructEvent(rawBody, headers, secret, { scheme, tolerance: 300 });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    console.error(error.message); // names the failed check and the usual cause
    return null; // respond with 400 and do nothing
  }
}

const [scheme, headersFile, bodyFile] = process.argv.slice(2);
const lines = readFileSync(headersFile, 'utf8').split(/\r?\n/).filter(Boolean);
const headers = Object.fromEntries(
  lines.map((line) => [line.split(':')[0].toLowerCase(), line.replace(/^.*?: */, '')]),
);
const valid = Boolean(await eventOf(readFileSync(bodyFile), headers, process.env.WEBHOOK_SECRET, scheme));
console.log(valid ? 'valid' : 'not valid');
process.exitCode = valid ? 0 : 1;
