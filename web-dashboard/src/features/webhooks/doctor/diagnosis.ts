import { createHmac } from 'node:crypto';

/** What a developer pastes: the delivery as their code sees it. */
export interface Patient {
  body: string;
  headers: Readonly<Record<string, string>>;
  secret: string;
  /** What their own code computed, where they have it. */
  computed?: string | undefined;
  /** Secrets of the merchant's endpoints, where they may be read: they tell a wrong secret from a changed body. */
  ownSecrets?: readonly string[];
  now?: number;
}

export type Diagnosis =
  | 'good'
  | 'missing_header'
  | 'stale_timestamp'
  | 'old_secret'
  | 'wrong_secret'
  | 'reserialised_body'
  | 'changed_whitespace'
  | 'wrong_text_encoding'
  | 'hex_for_base64'
  | 'undecoded_secret'
  | 'body_alone'
  | 'changed_body'
  | 'probably_wrong_secret';

const TOLERANCE_SECONDS = 300;

const standardKey = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
const mac = (key: string | Buffer, content: string | Buffer) => createHmac('sha256', key).update(content).digest();

/** `name: value` lines as they stand in a log or in curl. */
export function parseHeaders(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).map((line) => /^\s*"?([\w-]+)"?\s*:\s*"?(.*?)"?,?\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((found) => (found?.[1] ? [[found[1].toLowerCase(), found[2] ?? '']] : [])));
}

/** Which of the usual mistakes it is. */
export function diagnose(patient: Patient): Diagnosis {
  const { body, headers, secret, ownSecrets = [], now = Date.now() } = patient;
  const [id, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  const [plain, previous] = [headers['x-webhook-signature'], headers['x-webhook-signature-previous']];
  if (given === undefined && plain === undefined) return 'missing_header';
  if (given !== undefined && (id === undefined || timestamp === undefined)) return 'missing_header';

  const signedBy = (key: string, content: string | Buffer) => {
    const bytes = Buffer.from(content);
    const standard = `v1,${mac(standardKey(key), Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes])).toString('base64')}`;
    const hex = mac(key, bytes).toString('hex');
    return {
      newest: given?.split(' ')[0] === standard || plain === hex,
      any: (given?.split(' ') ?? []).includes(standard) || [plain, previous].includes(hex),
    };
  };

  const mistake = ofTheCode(patient, id, timestamp);
  if (mistake) return mistake;
  const fit = signedBy(secret, body);
  if (fit.any && !fit.newest) return 'old_secret';
  if (fit.any) {
    const isFresh = timestamp === undefined || Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
    return isFresh ? 'good' : 'stale_timestamp';
  }
  const changed = bodyMistake(body, (content) => signedBy(secret, content).any);
  if (changed) return changed;
  if (ownSecrets.some((own) => own !== secret && signedBy(own, body).any)) return 'wrong_secret';
  // A secret that is one of theirs leaves the body; any other is itself the likeliest mistake.
  return ownSecrets.includes(secret) ? 'changed_body' : 'probably_wrong_secret';
}

/** The bytes that were signed, found again from the bytes that were checked. */
function bodyMistake(body: string, isSigned: (content: string | Buffer) => boolean): Diagnosis | null {
  if ([body.trim(), body.replace(/\r\n/g, '\n'), body.replace(/\r?\n$/, '')].some(isSigned))
    return 'changed_whitespace';
  try {
    if (isSigned(JSON.stringify(JSON.parse(body)))) return 'reserialised_body';
  } catch {
    // no JSON: then nobody has parsed it
  }
  return isSigned(Buffer.from(body, 'latin1')) ? 'wrong_text_encoding' : null;
}

/** What their own code must have done to come to what it computed. */
function ofTheCode({ body, secret, computed }: Patient, id = '', timestamp = ''): Diagnosis | null {
  const found = computed?.trim().replace(/^(v1,|sha256=)/, '');
  if (!found) return null;
  const full = `${id}.${timestamp}.${body}`;
  const by = (key: string | Buffer, content: string) => mac(key, content);
  const key = standardKey(secret);
  const is = (digest: Buffer, encoding: 'hex' | 'base64') => digest.toString(encoding) === found;
  if (is(by(key, full), 'hex') || is(by(secret, body), 'base64')) return 'hex_for_base64';
  const texts = [secret, secret.replace(/^whsec_/, '')];
  if (texts.some((text) => is(by(text, full), 'base64') || is(by(text, full), 'hex'))) return 'undecoded_secret';
  if (is(by(key, body), 'base64') || is(by(key, body), 'hex')) return 'body_alone';
  return null;
}

/** What it is, and what to do. */
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
