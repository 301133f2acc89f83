import type { PaymentGateway } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Dialog, DialogFoot } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { Time } from '../../ui/time';
import { AddPasskey } from './add-passkey';
import { removeTotp, renewRecoveryCodes } from './factor-actions';
import { removePasskey } from './passkey-actions';
import { TotpSetup } from './totp-setup';

type Factors = Awaited<ReturnType<PaymentGateway['secondFactor']['get']>>;

const WHY = 'Ask for a code from your phone as well, so that a stolen password is not enough.';

export function SecondFactorCard({ factors: { totpSince, passkeys, recoveryCodesLeft } }: { factors: Factors }) {
  const isOn = totpSince !== null || passkeys.length > 0;
  return (
    <Card title="Second factor">
      <div className="grid gap-4 [&:has(input[name=secret])_[data-later]]:hidden" {...testId('second-factor')}>
        {isOn ? (
          <p className={recoveryCodesLeft < 3 ? 'text-wait' : 'text-ink-2'}>
            <span className="pill bg-good-soft text-good">On</span>{' '}
            {recoveryCodesLeft === 1 ? 'One recovery code is' : `${recoveryCodesLeft} recovery codes are`} left.
          </p>
        ) : (
          <p className="text-ink-2">{WHY}</p>
        )}
        {totpSince !== null && (
          <p>
            Authenticator app, added <Time at={totpSince} />
          </p>
        )}
        <TotpSetup hasApp={totpSince !== null} />
        <Passkeys passkeys={passkeys} />
        <div data-later className="empty:hidden">
          <AddPasskey />
        </div>
        {isOn && <Tools hasApp={totpSince !== null} />}
      </div>
    </Card>
  );
}

const Passkeys = ({ passkeys }: { passkeys: Factors['passkeys'] }) =>
  passkeys.length > 0 && (
    <ul className="grid gap-2">
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2" {...testId('passkey-item')}>
          <span className="min-w-0">
            <span className="block font-medium wrap-anywhere">{name}</span>
            <span className="block text-[13px]/[18px] text-ink-2">
              Passkey, added <Time at={createdAt} />
              {lastUsedAt && (
                <>
                  , used <Time at={lastUsedAt} />
                </>
              )}
            </span>
          </span>
          <Dialog open="Remove" look="danger" title={`Remove the passkey ${name}?`}>
            <ActionForm action={removePasskey.bind(null, id)} attempt={randomUUID()}>
              <p className="text-ink-2">It can no longer be used to sign in.</p>
              <DialogFoot>
                <Submit look="danger" busy="Removing…">
                  Remove the passkey
                </Submit>
              </DialogFoot>
            </ActionForm>
          </Dialog>
        </li>
      ))}
    </ul>
  );

const Tools = ({ hasApp }: { hasApp: boolean }) => (
  <div className="flex flex-wrap gap-2">
    <Dialog open="New recovery codes" title="New recovery codes?">
      <ActionForm action={renewRecoveryCodes} attempt={randomUUID()}>
        <p className="text-ink-2">The old codes stop working at once.</p>
        <DialogFoot>
          <Submit busy="One moment…">Make new codes</Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
    {hasApp && (
      <Dialog open="Remove the app" look="danger" title="Remove the authenticator app?">
        <ActionForm action={removeTotp} attempt={randomUUID()}>
          <p className="text-ink-2">Without another factor, your password alone then signs in.</p>
          <DialogFoot>
            <Submit look="danger" busy="Removing…">
              Remove the app
            </Submit>
          </DialogFoot>
        </ActionForm>
      </Dialog>
    )}
  </div>
);
