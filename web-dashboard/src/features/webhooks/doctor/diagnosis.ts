import { createHmac } from 'node:crypto';

/** The developer's input: the delivery as their code receives it. */
export interface SignatureInput {
  body: string;
  headers: Readonly<Record<string, string>>;
  secret: string;
  /** The signature that their code computed, if given. */
  computed?: string | undefined;
  /** Secrets of the merchant's endpoints, if they can be read: they distinguish a wrong secret from a changed body. */
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

/** Parses `name: value` lines, as in a log or in curl's output. */
export function parseHeaders(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).map((line) => /^\s*"?([\w-]+)"?\s*:\s*"?(.*?)"?,?\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((found) => (found?.[1] ? [[found[1].toLowerCase(), found[2] ?? '']] : [])));
}

/** Returns the first of the usual mistakes that explains the signature. */
export function diagnose(input: SignatureInput): Diagnosis {
  const { body, headers, secret, ownSecrets = [], now = Date.now() } = input;
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

  const mistake = codeMistake(input, id, timestamp);
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
  // A secret of this merchant leaves the body as the cause; any other secret is the likeliest mistake itself.
  return ownSecrets.includes(secret) ? 'changed_body' : 'probably_wrong_secret';
}

/** Which change of the body turns the given bytes back into the signed ones. */
function bodyMistake(body: string, isSigned: (content: string | Buffer) => boolean): Diagnosis | null {
  if ([body.trim(), body.replace(/\r\n/g, '\n'), body.replace(/\r?\n$/, '')].some(isSigned))
    return 'changed_whitespace';
  try {
    if (isSigned(JSON.stringify(JSON.parse(body)))) return 'reserialised_body';
  } catch {
    // not JSON, so no parser changed it
  }
  return isSigned(Buffer.from(body, 'latin1')) ? 'wrong_text_encoding' : null;
}

/** Which mistake in the code explains the computed signature. */
function codeMistake({ body, secret, computed }: SignatureInput, id = '', timestamp = ''): Diagnosis | null {
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
