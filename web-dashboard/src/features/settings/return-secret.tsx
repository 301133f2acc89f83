import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Code } from '../../ui/code';
import { Dialog } from '../../ui/dialog';
import { Reveal } from '../../ui/reveal';
import { Submit } from '../../ui/submit';
import { rotateReturnSecret } from './actions';

const EXAMPLE = `import { verifyReturn } from '@payment-gateway/sdk';

const { status } = await verifyReturn(request.url, process.env.RETURN_SECRET, { orderId: session.orderId });`;

/** The secret that verifies the URL of a returning shopper. Without `secret`: this role may not see it. */
export function ReturnSecret({ secret, mode }: { secret?: string; mode: 'test' | 'live' }) {
  return (
    <Card title="Returning shoppers" action={secret && <Rotate />}>
      <p className="text-ink-2">
        The checkout signs the URL by which it sends a shopper back to an order’s{' '}
        <code className="mono">return_url</code>. Your server verifies it with this secret.
      </p>
      <div className="my-4">
        {secret ? (
          <Reveal secret={secret} mode={mode} label="the return secret" id="return-secret" />
        ) : (
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
