import type { Diagnosis } from './diagnosis';

/** The title and the explanation of each diagnosis. */
export const ADVICE: Readonly<Record<Diagnosis, { title: string; text: string }>> = {
  good: { title: 'This signature is right', text: 'Body, headers and secret fit together, and the delivery is fresh.' },
  missing_header: {
    title: 'A header is missing',
    text: 'webhook-id, webhook-timestamp and webhook-signature are needed together (or X-Webhook-Signature). A proxy or framework may have dropped them: pass on all headers.',
  },
  stale_timestamp: {
    title: 'Right, but more than five minutes old',
    text: 'The signature fits, and webhook-timestamp is outside the tolerance. Check the clock of your server. For an old delivery that is as it should be: retry it for a fresh one.',
  },
  old_secret: {
    title: 'This is the old secret',
    text: 'The secret was regenerated; during the overlap both sign. Put the new one into your receiver before the overlap ends.',
  },
  wrong_secret: {
    title: 'The secret is the wrong one',
    text: 'The secret of an endpoint of yours fits this body, and it is another one: yours is that of a different endpoint, or from before the last rotation. Copy it from the endpoint’s page.',
  },
  reserialised_body: {
    title: 'The body was parsed and written again',
    text: 'The signature fits the compact JSON, not these bytes. Verify the raw body before any JSON parser: in Express use express.raw(), in Next.js await request.text().',
  },
  changed_whitespace: {
    title: 'Whitespace was added to the body',
    text: 'Without the blank or line break at its ends the signature fits. Take the bytes as they arrive; an editor or echo may have added one.',
  },
  wrong_text_encoding: {
    title: 'The body was read in the wrong encoding',
    text: 'Read as UTF-8 bytes it fits. Use the raw bytes, or decode as UTF-8, not latin1.',
  },
  hex_for_base64: {
    title: 'Hex was compared with base64',
    text: 'Your digest is right in the wrong form: webhook-signature is base64 behind “v1,”, X-Webhook-Signature is hex.',
  },
  undecoded_secret: {
    title: 'The secret was used as text',
    text: 'For webhook-signature the key is the base64-decoded part behind whsec_. Only X-Webhook-Signature is keyed with the whole string.',
  },
  body_alone: {
    title: 'Only the body was signed',
    text: 'webhook-signature is over webhook-id, a dot, webhook-timestamp, a dot and the body, in this order.',
  },
  changed_body: {
    title: 'The body is not what was sent',
    text: 'The secret is one of yours, and it fits neither these bytes nor any usual change of them. Verify the bytes as they arrived, or pick the delivery to have its exact bytes filled in.',
  },
  probably_wrong_secret: {
    title: 'The secret is probably the wrong one',
    text: 'No change of the body explains it, so the usual mistake is the likeliest: the secret of another endpoint, of another mode (test or live), or from before its last rotation. Copy it from the endpoint’s page. If it is right, the body is not what was sent: pick the delivery to have its exact bytes filled in.',
  },
};
