/** Verifies a webhook delivery: node verify.mjs standard|plain headers.txt body.json, with the secret in WEBHOOK_SECRET */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TOLERANCE_SECONDS = 300;
/** A shorter key is a configuration error: with an empty key an attacker can sign. */
const MIN_KEY_BYTES = 24;

const keyOf = (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/** `rawBody`: a Buffer with the bytes that arrived. `headers`: names in lower case, as Node provides them. */
export function isStandardValid(rawBody, headers, secret, now = Date.now() / 1000) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = keyOf(secret);
  if (key.length < MIN_KEY_BYTES) return false;
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  return signatures.split(' ').some((one) => isSame(one, `v1,${digest}`));
}

export function isPlainValid(rawBody, headers, secret) {
  if (keyOf(secret).length < MIN_KEY_BYTES) return false;
  const digest = createHmac('sha256', secret).update(rawBody).digest('hex');
  return [headers['x-webhook-signature'], headers['x-webhook-signature-previous']].some((one) => isSame(one, digest));
}

/** In constant time: the duration does not reveal how much of a guessed signature is right. */
function isSame(given = '', expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const [scheme, headersFile, bodyFile] = process.argv.slice(2);
const lines = readFileSync(headersFile, 'utf8').split(/\r?\n/).filter(Boolean);
const headers = Object.fromEntries(
  lines.map((line) => [line.split(':')[0].toLowerCase(), line.replace(/^.*?: */, '')]),
);
const check = scheme === 'plain' ? isPlainValid : isStandardValid;
const valid = check(readFileSync(bodyFile), headers, process.env.WEBHOOK_SECRET);
console.log(valid ? 'valid' : 'not valid');
process.exitCode = valid ? 0 : 1;
