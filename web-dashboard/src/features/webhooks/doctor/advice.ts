import type { Diagnosis } from './diagnosis';

/** The title and the explanation of each diagnosis. */
export const ADVICE: Readonly<Record<Diagnosis, { title: string; text: string }>> = {
  good: { title: 'This signature is right', text: 'Body, headers and secret match, and the delivery is fresh.' },
  missing_header: {
    title: 'A header is missing',
    text: 'webhook-id, webhook-timestamp and webhook-signature are needed together (or X-Webhook-Signature). A proxy or framework may have dropped them: pass on all headers.',
  },
  stale_timestamp: {
    title: 'Right, but more than five minutes old',
    text: 'The signature matches, but webhook-timestamp is outside the tolerance. Check the clock of your server. An old delivery is refused correctly: retry it for a fresh one.',
  },
  old_secret: {
    title: 'This is the old secret',
    text: 'The secret was regenerated; during the overlap both secrets sign. Install the new one in your receiver before the overlap ends.',
  },
  wrong_secret: {
    title: 'The secret is wrong',
    text: 'Another secret of your endpoints matches this body: yours belongs to a different endpoint, or is from before the last rotation. Copy it from the endpoint’s page.',
  },
  reserialised_body: {
    title: 'The body was parsed and serialised again',
    text: 'The signature matches the compact JSON, not these bytes. Verify the raw body before any JSON parser: in Express use express.raw(), in Next.js await request.text().',
  },
  changed_whitespace: {
    title: 'Whitespace was added to the body',
    text: 'The signature matches without the space or line break at the ends. Use the bytes as they arrive; an editor or echo may have added one.',
  },
  wrong_text_encoding: {
    title: 'The body was read in the wrong encoding',
    text: 'It matches when read as UTF-8. Use the raw bytes, or decode as UTF-8, not latin1.',
  },
  hex_for_base64: {
    title: 'Hex was compared with base64',
    text: 'Your digest is correct but in the wrong encoding: webhook-signature is base64 behind “v1,”, X-Webhook-Signature is hex.',
  },
  undecoded_secret: {
    title: 'The secret was used as text',
    text: 'For webhook-signature the key is the base64-decoded part behind whsec_. Only X-Webhook-Signature is keyed with the whole string.',
  },
  body_alone: {
    title: 'Only the body was signed',
    text: 'webhook-signature covers webhook-id, a dot, webhook-timestamp, a dot and the body, in this order.',
  },
  changed_body: {
    title: 'The body differs from what was sent',
    text: 'The secret is one of yours, but it matches neither these bytes nor any usual change of them. Verify the bytes as they arrived, or choose the delivery to fill in its exact bytes.',
  },
  probably_wrong_secret: {
    title: 'The secret is probably wrong',
    text: 'No usual change of the body explains the signature, so the secret is probably that of another endpoint or mode (test or live), or from before its last rotation. Copy it from the endpoint’s page. If it is correct, the body differs from what was sent: choose the delivery to fill in its exact bytes.',
  },
};

/** For a delivery of the log whose bytes are as the gateway signed them. */
export const AS_SENT = {
  title: 'As it was sent, the signature is right',
  text: 'Now replace the body, the headers or the secret by what your code has, one at a time, and check again: the first change that fails is the mistake.',
};
