'use client';

import { useEffect } from 'react';
import type { ActionState } from '../../lib/action';
import { CodeList } from '../../ui/code-list';
import { showSecret } from '../../ui/secret-panel';

type Secret = NonNullable<ActionState['secret']>;

/** Shows new recovery codes in the panel of secrets, which stays until they are stored; without scripts on the page. */
export function RecoveryCodes({ secret }: { secret: Secret }) {
  useEffect(() => void showSecret(secret), [secret]);
  return (
    <noscript>
      <p className="font-medium text-good">Store these recovery codes now.</p>
      <p>{secret.label}</p>
      <CodeList codes={secret.codes ?? []} />
    </noscript>
  );
}

export const Done = ({ words }: { words: string }) => (
  <p role="status" className="text-good">
    {words}
  </p>
);
