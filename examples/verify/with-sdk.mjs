/** Verifies a webhook delivery with the SDK: node with-sdk.mjs standard|plain headers.txt body.json, secret in WEBHOOK_SECRET */
import { readFileSync } from 'node:fs';
import { constructEvent, verifyWebhookSignature, WebhookVerificationError } from '@payment-gateway/sdk';

/** In your server: the raw body, the headers of the request as they are, the endpoint's secret. */
function eventOf(rawBody, headers, secret) {
  try {
    return constructEvent(rawBody, headers, secret, { tolerance: 300 });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    console.error(error.message); // which check it failed
    return null; // answer 400 and do nothing
  }
}

/** The plain scheme alone. It says nothing about the age of a delivery. */
function isPlainValid(rawBody, headers, secret) {
  const given = [headers['x-webhook-signature'], headers['x-webhook-signature-previous']];
  return given.some((one) => one !== undefined && verifyWebhookSignature(rawBody, one, secret));
}

const [scheme, headersFile, bodyFile] = process.argv.slice(2);
const lines = readFileSync(headersFile, 'utf8').split(/\r?\n/).filter(Boolean);
const headers = Object.fromEntries(
  lines.map((line) => [line.split(':')[0].toLowerCase(), line.replace(/^.*?: */, '')]),
);
const check = scheme === 'plain' ? isPlainValid : eventOf;
const valid = Boolean(check(readFileSync(bodyFile), headers, process.env.WEBHOOK_SECRET));
console.log(valid ? 'valid' : 'not valid');
process.exitCode = valid ? 0 : 1;
