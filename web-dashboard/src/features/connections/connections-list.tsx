import type { Session } from '../../lib/session';
import { testId } from '../../lib/test-ids';
import type { Connection, Connector } from '../../lib/types';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import { ConnectionCard } from './connection-card';

export function ConnectionsList({
  connections,
  connectors,
  session,
}: {
  connections: Connection[];
  connectors: Connector[];
  session: Session;
}) {
  const mayWrite = session.can('connectors:write');
  return (
    <div className="grid grid-cols-1 gap-4" {...testId('connections')}>
      {connections.map((connection) => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          connector={connectors.find(({ name }) => name === connection.connector)}
          mayWrite={mayWrite}
        />
      ))}
      {connections.length === 0 && (
        <Card padded={false}>
          <Empty title="No account at an acquirer">
            <p>{nextStep(connectors, mayWrite, session.merchant.mode)}</p>
          </Empty>
        </Card>
      )}
      {!mayWrite && <p className="text-ink-2">Admins and owners may change connections.</p>}
    </div>
  );
}

function nextStep(connectors: Connector[], mayWrite: boolean, mode: 'test' | 'live'): string {
  if (connectors.length === 0) return `There is no acquirer yet that ${mode} merchants can connect to.`;
  return mayWrite ? 'Add one: without it no payment can be taken.' : 'An admin or owner of your team can add one.';
}
