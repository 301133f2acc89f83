import type { PaymentGateway } from '@payment-gateway/sdk';
import { Code } from '../../ui/code';
import { Empty } from '../../ui/empty';
import { ChevronIcon } from '../../ui/icons';
import { Status } from '../../ui/pill';
import { Moment, Time } from '../../ui/time';
import { Facts, Id } from '../../ui/values';
import { actionWords } from './audit-words';

type Entry = Awaited<ReturnType<PaymentGateway['auditLog']['list']>>['data'][number];

const COLUMNS = 'md:grid md:grid-cols-[16px_minmax(0,1fr)_minmax(0,1.4fr)_104px_120px_104px]';

/** The HTTP status in words. Without a status the process ended before it was stored. */
function outcomeOf({ outcome }: Entry): string {
  if (outcome === null) return 'unknown';
  return outcome < 400 ? 'success' : 'failed';
}

/** One entry per change: actor, object, outcome, address and time; each opens to its input. */
export function AuditLog({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) {
    return (
      <Empty title="Nothing yet">Every change by the team or an API key, and every login, is recorded here.</Empty>
    );
  }
  return (
    <>
      <div
        aria-hidden="true"
        className={`hidden gap-4 border-b border-line px-4 py-2.5 text-[12.5px]/[18px] font-medium text-ink-2 ${COLUMNS}`}
      >
        {['', 'Who', 'What', 'Outcome', 'From', 'When'].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ol className="divide-y divide-line text-[13px]/[18px]">
        {entries.map((entry) => (
          <li key={entry.id} data-audit-id={entry.id}>
            <Row entry={entry} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Row({ entry }: { entry: Entry }) {
  const { actor, actorName, action, objectId, address, createdAt } = entry;
  return (
    <details className="group">
      <summary
        className={`flex min-h-11 list-none flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-canvas ${COLUMNS}`}
      >
        <span className="text-ink-3 group-open:rotate-90">
          <ChevronIcon />
        </span>
        <span className="min-w-0 truncate font-medium">{actorName ?? actor.replace(/^api_key:/, 'API key ')}</span>
        <span className="min-w-0">
          <span className="block">{actionWords(action)}</span>
          {objectId && (
            <span className="block text-ink-2">
              <Id value={objectId} />
            </span>
          )}
        </span>
        <span>
          <Status status={outcomeOf(entry)} />
        </span>
        <span className="min-w-0 truncate text-ink-2" title={address ?? undefined}>
          {address ?? '–'}
        </span>
        <Time at={createdAt} />
      </summary>
      <Detail entry={entry} />
    </details>
  );
}

function Detail({ entry }: { entry: Entry }) {
  const { actor, action, objectId, detail, result, outcome, address, userAgent, requestId, createdAt } = entry;
  return (
    <div className="grid gap-3 border-t border-line bg-canvas px-4 py-3">
      <Facts
        facts={[
          ['Who', <Id key="actor" value={actor} copy />],
          [
            'Action',
            <span key="action" className="mono">
              {action}
            </span>,
          ],
          ['Object', objectId && <Id key="object" value={objectId} copy />],
          ['Answer', outcome === null ? 'None: it is unknown whether the change was made' : `HTTP ${outcome}`],
          ['Address', address],
          ['Browser', userAgent],
          ['Request', requestId && <Id key="request" value={requestId} copy />],
          ['When', <Moment key="when" at={createdAt} />],
        ]}
      />
      {detail && Object.keys(detail).length > 0 ? (
        <Code text={JSON.stringify(detail, null, 2)} label="the input" wrapped />
      ) : (
        <p className="text-ink-2">Without input.</p>
      )}
      {result && <Code text={JSON.stringify(result, null, 2)} label="the outcome" wrapped />}
    </div>
  );
}
