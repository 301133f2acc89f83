import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  type Hmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Where and for what a sealed text is stored. It is authenticated but not stored, so that a text opens only in its own row
 * and for its own purpose.
 */
export interface SealedPlace {
  readonly table: string;
  /** The values of the primary key. */
  readonly row: readonly string[];
  readonly purpose: string;
  /** The context of texts in format version 1, which was sealed before places existed. */
  readonly former: string;
}

/**
 * Encrypts and fingerprints under a ring of keys. The first key of ENCRYPTION_KEY encrypts, all of them decrypt, and
 * every ciphertext and fingerprint names its key. To rotate, put a new key in front and keep the old one after it for as
 * long as anything made with it is stored.
 */
export class SecretBox {
  private readonly ring = new Map<string, Buffer>();
  private readonly currentId: string;
  private readonly lastId: string;
  private readonly derived = new Map<string, Buffer>();

  /** `keys`: 32 bytes in base64, or several, comma separated. */
  constructor(keys: string) {
    const parsed = keys.split(',').map((text, index) => parseKey(text.trim(), index));
    for (const key of parsed) this.ring.set(keyId(key), key);
    this.currentId = keyId(parsed[0] as Buffer);
    this.lastId = keyId(parsed.at(-1) as Buffer);
  }

  /** The prefix of every text sealed with the first key. */
  get currentPrefix(): string {
    return `v2.${this.currentId}.`;
  }

  seal(text: string, place: SealedPlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.ring.get(this.currentId) as Buffer, iv).setAAD(
      boundTo('v2', place),
    );
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'));
    return this.currentPrefix + parts.join('.');
  }

  open(sealed: string, place: SealedPlace): string {
    const [version, id = '', iv, tag, data] = sealed.split('.');
    if ((version !== 'v1' && version !== 'v2') || iv === undefined || tag === undefined || data === undefined) {
      throw new Error('This is not a sealed text');
    }
    const key = this.ring.get(id);
    if (!key) throw new Error(`Sealed with key ${id}, which ENCRYPTION_KEY no longer lists`);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES })
      .setAAD(boundTo(version, place))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(data, 'base64url'), decipher.final()]).toString('utf8');
  }

  /** `<keyId>.<hex>`: a keyed hash, so that short inputs (a card number) cannot be brute-forced. */
  fingerprint(purpose: string, text: string): string {
    return `${this.currentId}.${this.hmac(this.currentId, purpose, text).digest('hex')}`;
  }

  /**
   * As {@link fingerprint}, under the last key of the ring. It does not change when a key is added in front, so it can be
   * used for look-ups until the last key is removed.
   */
  steadyFingerprint(purpose: string, text: string): string {
    return `${this.lastId}.${this.hmac(this.lastId, purpose, text).digest('hex')}`;
  }

  /** Compares with a fingerprint made under any key of the ring; false if its key has been removed. */
  matchesFingerprint(purpose: string, text: string, stored: string): boolean {
    const [id = '', hex = ''] = stored.split('.');
    if (!this.ring.has(id)) return false;
    const expected = this.hmac(id, purpose, text).digest();
    const given = Buffer.from(hex, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** The HMAC key of a purpose. It is derived, so that hashes of different purposes cannot be compared. */
  fingerprintKey(purpose: string, id = this.currentId): Buffer {
    const name = `${id} ${purpose}`;
    const known = this.derived.get(name);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.ring.get(id) as Buffer, '', `fingerprint ${purpose}`, KEY_BYTES));
    this.derived.set(name, key);
    return key;
  }

  private hmac(id: string, purpose: string, text: string): Hmac {
    return createHmac('sha256', this.fingerprintKey(purpose, id)).update(text);
  }
}

/** Includes the version, so that a text of version 2 does not open when it is relabelled as version 1. */
function boundTo(version: 'v1' | 'v2', { table, row, purpose, former }: SealedPlace): Buffer {
  return Buffer.from(version === 'v1' ? former : JSON.stringify([version, table, purpose, ...row]));
}

function parseKey(text: string, index: number): Buffer {
  const key = Buffer.from(text, 'base64');
  // The message gives the key's position and never quotes it.
  if (key.length !== KEY_BYTES) throw new Error(`ENCRYPTION_KEY: key ${index + 1} is not ${KEY_BYTES} bytes in base64`);
  return key;
}

function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
