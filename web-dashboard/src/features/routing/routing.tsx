import type { Session } from '../../lib/session';
import type { Connection, ExplainedRoute, RoutingRules } from '../../lib/types';
import { DeclineClasses } from './decline-classes';
import { type Asked, DryRun } from './dry-run';
import { RoutingCard } from './routing-card';

/** Rules, declines and the dry run, below the accounts. */
export function Routing({
  routing,
  connections,
  asked,
  explained,
  session,
}: {
  routing: RoutingRules;
  connections: Connection[];
  asked: Asked;
  explained: ExplainedRoute | string | null;
  session: Session;
}) {
  const mayWrite = session.can('connectors:write');
  return (
    <>
      <RoutingCard routing={routing} connections={connections} mayWrite={mayWrite} />
      <DeclineClasses routing={routing} mayWrite={mayWrite} />
      <DryRun asked={asked} explained={explained} />
    </>
  );
}
