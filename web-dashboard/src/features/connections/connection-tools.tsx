import { randomUUID } from 'node:crypto';
import type { Connection, Connector } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog, DialogFoot } from '../../ui/dialog';
import { Menu } from '../../ui/menu';
import { Submit } from '../../ui/submit';
import { removeConnection, saveConnection, switchConnection, testConnection } from './actions';
import { ConnectionFields } from './connection-fields';
import { offerOf } from './connection-words';

interface Shown {
  connection: Connection;
  connector: Connector | undefined;
}

/** Test, edit, disable or enable; behind the menu, remove. */
export function ConnectionTools({ connection, connector }: Shown) {
  const { id, enabled } = connection;
  return (
    <div className="mt-4 flex flex-wrap items-start gap-2 border-t border-line pt-4">
      <ActionForm
        action={testConnection.bind(null, id)}
        attempt={randomUUID()}
        className="flex flex-wrap items-center gap-3"
      >
        <Submit look="" busy="Testing…" testId="test-connection-button">
          Test
        </Submit>
      </ActionForm>
      {connector && <Edit connection={connection} connector={connector} />}
      <ActionForm
        key={String(enabled)}
        action={switchConnection.bind(null, id, !enabled)}
        attempt={randomUUID()}
        className="flex items-center gap-3"
      >
        <Submit look="" busy={enabled ? 'Disabling…' : 'Enabling…'} testId="switch-connection-button">
          {enabled ? 'Disable' : 'Enable'}
        </Submit>
      </ActionForm>
      <Menu label={connection.label}>
        <Remove connection={connection} />
      </Menu>
    </div>
  );
}

function Edit({ connection, connector }: { connection: Connection; connector: Connector }) {
  const { id, label, version } = connection;
  return (
    <Dialog open="Edit" title={`Edit ${label}`} testId="edit-connection-button">
      <ActionForm
        key={version}
        action={saveConnection.bind(null, id, offerOf(connector))}
        attempt={randomUUID()}
        testId="connection-form"
      >
        <ConnectionFields connector={connector} connection={connection} />
        {connector.credentials.length > 0 && (
          <p className="text-ink-2">
            New credentials are tested first. They must be of the same account at the acquirer; for another one, add an
            account.
          </p>
        )}
        <DialogFoot>
          <Submit busy="Saving…">Save</Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}

function Remove({ connection: { id, label } }: { connection: Connection }) {
  return (
    <Dialog open="Remove account" look="danger" title={`Remove ${label}?`}>
      <ActionForm action={removeConnection.bind(null, id)} attempt={randomUUID()} testId="remove-connection-form">
        <p className="text-ink-2">
          It takes no new payments and leaves this page. Refunds of its payments still go through it. This cannot be
          undone.
        </p>
        <DialogFoot>
          <Submit look="danger" busy="Removing…">
            Remove the account
          </Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}
