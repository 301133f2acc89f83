import { randomUUID } from 'node:crypto';
import type { Connector } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog, DialogFoot } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { createConnection } from './actions';
import { ConnectionFields } from './connection-fields';
import { offerOf } from './connection-words';

/** One button for each acquirer that a merchant of this mode can connect to. */
export function AddConnection({ connectors }: { connectors: Connector[] }) {
  return connectors.map((connector) => {
    const { name, title, credentials } = connector;
    const isOnly = connectors.length === 1;
    return (
      <Dialog
        key={name}
        open={isOnly ? 'Add account' : `Add ${title}`}
        title={`Add an account: ${title}`}
        look={isOnly ? 'primary' : ''}
        testId="add-connection-button"
      >
        <ActionForm
          action={createConnection.bind(null, name, offerOf(connector))}
          attempt={randomUUID()}
          testId="connection-form"
        >
          {credentials.length === 0 && <p className="text-ink-2">This acquirer needs no credentials.</p>}
          <ConnectionFields connector={connector} />
          <DialogFoot>
            <Submit busy="Adding…">Add the account</Submit>
          </DialogFoot>
        </ActionForm>
      </Dialog>
    );
  });
}
