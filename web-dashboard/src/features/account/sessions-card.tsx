import type { PaymentGateway } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Submit } from '../../ui/submit';
import { Time } from '../../ui/time';
import { deviceName } from './device-name';
import { endOtherSessions, endSession } from './own-session-actions';

type OpenSession = Awaited<ReturnType<PaymentGateway['sessions']['list']>>['data'][number];

/** Each device on which the user is signed in. The current one is ended by signing out. */
export function SessionsCard({ sessions }: { sessions: OpenSession[] }) {
  return (
    <Card title="Your sessions" padded={false}>
      <ul {...testId('sessions')}>
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3 last:border-b-0"
            {...testId('session-item')}
          >
            <Device session={session} />
            {!session.current && (
              <ActionForm action={endSession.bind(null, session.id)} attempt={randomUUID()} className="">
                <Submit look="" busy="Ending…" aria-label={`End the session of ${deviceName(session.userAgent)}`}>
                  End
                </Submit>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="border-t border-line p-4">
          <ActionForm action={endOtherSessions} attempt={randomUUID()}>
            <span>
              <Submit look="" busy="Ending…">
                End all other sessions
              </Submit>
            </span>
          </ActionForm>
        </div>
      )}
    </Card>
  );
}

function Device({ session: { userAgent, address, lastSeenAt, createdAt, current } }: { session: OpenSession }) {
  return (
    <div className="min-w-0">
      <p className="font-medium" title={userAgent ?? undefined}>
        {deviceName(userAgent)}
        {current && <span className="ml-2 pill bg-good-soft text-good">This device</span>}
      </p>
      <p className="text-[13px]/[18px] text-ink-2">
        {address ?? 'Unknown address'} · last seen <Time at={lastSeenAt} />
      </p>
      <p className="text-[13px]/[18px] text-ink-2">
        Signed in <Time at={createdAt} />
      </p>
    </div>
  );
}
