import { type ServedFile, versionedScripts } from '@payment-gateway/sdk/script';
import { config } from '../../lib/config';
import { type ApiKey, isWorking } from '../keys/api-key';
import type { Given } from './samples';

/** The newest version. Both apps read the same build, so this is the hash of the file that the checkout serves. */
const [[version, { integrity }]] = [...versionedScripts(config.checkoutUrl)] as [[string, ServedFile], ...unknown[]];

export const PLACES = {
  api: config.publicApiUrl,
  checkout: config.checkoutUrl,
  script: { version, integrity },
};
export const PLACEHOLDERS: Given = { ...PLACES, key: 'YOUR_API_KEY', secret: 'YOUR_API_SECRET' };

/** The first working test key that may create orders and whose secret this user may see. */
export function givenBy(keys: ApiKey[]): Given | undefined {
  const [given] = keys.flatMap((key) => {
    const mayCreate = key.scopes === null || key.scopes.includes('orders:write');
    if (key.mode !== 'test' || !key.secret || !mayCreate || !isWorking(key)) return [];
    return [{ ...PLACES, key: key.id, secret: key.secret }];
  });
  return given;
}
