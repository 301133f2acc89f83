import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** DER of ASN.1: a tag, and its content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const digits = body.length.toString(16);
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const length =
    body.length < 128 ? Buffer.from([body.length]) : Buffer.concat([Buffer.from([128 + size.length]), size]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}
const sequence = (...content: Buffer[]) => der(0x30, ...content);
const hex = (text: string) => Buffer.from(text, 'hex');
/** The ids of objects, encoded: ecdsa-with-SHA256, commonName, subjectAltName, basicConstraints. */
const ECDSA = sequence(der(0x06, hex('2a8648ce3d040302')));
const COMMON_NAME = der(0x06, hex('550403'));
const ALTERNATIVE_NAME = der(0x06, hex('551d11'));
const CONSTRAINTS = der(0x06, hex('551d13'));

const nameOf = (name: string) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
const timeOf = (at: Date) => der(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')));
const pem = (label: string, body: Buffer) =>
  `-----BEGIN ${label}-----\n${body.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const DAY_MS = 86_400_000;
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

export interface Authority {
  name: string;
  key: KeyObject;
  /** Its certificate in PEM. */
  ca: string;
}

function signed(subject: string, publicKey: KeyObject, issuer: { name: string; key: KeyObject }, extensions: Buffer) {
  const now = Date.now();
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA,
    nameOf(issuer.name),
    sequence(timeOf(new Date(now - DAY_MS)), timeOf(new Date(now + DAY_MS))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, issuer.key));
  return pem('CERTIFICATE', sequence(body, ECDSA, signature));
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A new authority, for one day. */
export function newAuthority(): Authority {
  const { publicKey, privateKey } = newKey();
  const name = `Authority ${createHash('sha256').update(randomBytes(8)).digest('hex').slice(0, 8)}`;
  const isAuthority = sequence(
    CONSTRAINTS,
    der(0x01, Buffer.from([255])),
    der(0x04, sequence(der(0x01, Buffer.from([255])))),
  );
  return { name, key: privateKey, ca: signed(name, publicKey, { name, key: privateKey }, isAuthority) };
}

/** Key and certificate of a server on 127.0.0.1, in PEM. */
export function certificateOf(authority: Authority): { key: string; cert: string } {
  const { publicKey, privateKey } = newKey();
  const address = sequence(ALTERNATIVE_NAME, der(0x04, sequence(der(0x87, LOOPBACK))));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: signed('127.0.0.1', publicKey, authority, address),
  };
}
