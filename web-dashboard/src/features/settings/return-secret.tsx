import { randomUUID } from 'node:crypto';
import { masked } from '../../lib/masked';
import { testId } from '../../lib/test-ids';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Code } from '../../ui/code';
import { Dialog } from '../../ui/dialog';
import { Reveal } from '../../ui/reveal';
import { Submit } from '../../ui/submit';
import { revealReturnSecret, rotateReturnSecret } from './actions';

const EXAMPLE = `import { verifyReturn } from '@payment-gateway/sdk';

const { status } = await verifyReturn(request.url, process.env.RETURN_SECRET, { orderId: session.orderId });`;

/**
 * The secret that verifies the URL of a returning shopper; of a live merchant it is read only when it is asked for, with a
 * fresh factor. `secret`: undefined if it was not read. `mayRead`: this role may see and rotate it.
 */
export function ReturnSecret({ secret, mayRead }: { secret?: string; mayRead: boolean }) {
  return (
    <Card title="Returning shoppers" action={mayRead && <Rotate />}>
      <p className="text-ink-2">
        The checkout signs the URL by which it sends a shopper back to an order’s{' '}
        <code className="mono">return_url</code>. Your server verifies it with this secret.
      </p>
      <div className="my-4">
        {secret !== undefined && <Reveal secret={secret} mode="test" label="the return secret" id="return-secret" />}
        {secret === undefined && mayRead && (
          <ActionForm action={revealReturnSecret} attempt={randomUUID()} testId="reveal-return-secret-form">
            <span className="inline-flex items-center gap-3">
              <code className="mono" {...testId('return-secret')}>
                {masked('rtsec_')}
              </code>
              <Submit look="" busy="Reading…">
                Reveal
              </Submit>
            </span>
          </ActionForm>
        )}
        {!mayRead && (
          <span className="text-ink-2" {...testId('return-secret')}>
            Visible to members who may change keys
          </span>
        )}
      </div>
      <Code text={EXAMPLE} wrapped />
    </Card>
  );
}

function Rotate() {
  return (
    <Dialog open="Rotate" title="Rotate the return secret?" testId="rotate-return-secret-button">
      <ActionForm action={rotateReturnSecret} attempt={randomUUID()} testId="rotate-return-secret-form">
        <p className="text-ink-2">
          From now on returns are signed with a new secret. Until your servers have it, they refuse returning shoppers.
          Payments and webhooks are not affected.
        </p>
        <span>
          <Submit look="danger" busy="Rotating…">
            Rotate the secret
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
