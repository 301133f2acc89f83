import type { ReactNode } from 'react';
import type { Tone } from '../../lib/states';
import { testId } from '../../lib/test-ids';
import type { Connection, Connector } from '../../lib/types';
import { Card } from '../../ui/card';
import { Status } from '../../ui/pill';
import { Time } from '../../ui/time';
import { Facts, Id } from '../../ui/values';
import { ConnectionTools } from './connection-tools';
import { currenciesOf, methodName, methodsOf, notificationsOf, testMarkOf } from './connection-words';

/** One account: what it takes, how its last test and notification went, and its actions. */
export function ConnectionCard({
  connection,
  connector,
  mayWrite,
}: {
  connection: Connection;
  connector: Connector | undefined;
  mayWrite: boolean;
}) {
  const { id, label, enabled, priority, credentialsLast4, acquirerAccount } = connection;
  return (
    <div {...testId('connection-item')} data-connection-id={id}>
      <Card title={label} action={<Status status={enabled ? 'enabled' : 'disabled'} id="connection-status" />}>
        <div className="grid grid-cols-1 gap-x-10 lg:grid-cols-2">
          <Facts
            facts={[
              ['Health', connection.health.length > 0 ? <Health key="health" connection={connection} /> : null],
              ['Acquirer', connector?.title ?? connection.connector],
              ['Address', connector?.emulatorUrl && <Emulated key="emulator" url={connector.emulatorUrl} />],
              ["Acquirer's account", acquirerAccount && <Id key="account" value={acquirerAccount} copy />],
              ['Credentials', credentialsLast4 && <LastFour key="credentials" text={credentialsLast4} />],
              ['Payment methods', methodsOf(connection)],
              ['Currencies', currenciesOf(connection)],
              ['Priority', String(priority)],
            ]}
          />
          <div className="border-t border-line lg:border-t-0">
            <Facts
              facts={[
                ['Last test', <TestResult key="test" connection={connection} />],
                ['Last notification', <LastNotification key="last" connection={connection} />],
                [
                  'Notification address',
                  connection.notificationUrl && <Id key="url" value={connection.notificationUrl} copy />,
                ],
                [
                  'Notification secret',
                  connection.notificationUrl && <WebhookSecret key="secret" connection={connection} />,
                ],
                ['Id', <Id key="id" value={id} copy />],
              ]}
            />
          </div>
        </div>
        {mayWrite && <ConnectionTools connection={connection} connector={connector} />}
      </Card>
    </div>
  );
}

/** Nothing is charged there, whatever the merchant's mode. */
const Emulated = ({ url }: { url: string }) => (
  <span className="text-bad" {...testId('connection-emulated')}>
    {url}: an emulator on the gateway's machine, no real acquirer
  </span>
);

const METHODS: Readonly<Record<string, string>> = { page: 'Pages' };

/** How the acquirer answers, by method. One that is passed over says until when. */
function Health({ connection: { health } }: { connection: Connection }) {
  return (
    <span className="grid justify-items-end gap-1" {...testId('connection-health')}>
      {health.map(({ method, state, score, passedOverUntil }) => (
        <Marked key={method} tone={state === 'well' ? 'good' : 'bad'} status={HEALTH_WORDS[state]}>
          {METHODS[method] ?? methodName(method)}, {Math.round(score * 100)} % of requests answered
          {state === 'passed_over' && passedOverUntil && (
            <>
              , tried again <Time at={passedOverUntil} />
            </>
          )}
        </Marked>
      ))}
    </span>
  );
}

const HEALTH_WORDS = { well: 'healthy', passed_over: 'passed over', trial: 'tried next' } as const;

const LastFour = ({ text }: { text: string }) => <span className="mono">••••{text}</span>;

function TestResult({ connection: { testResult, testedAt } }: { connection: Connection }) {
  return (
    <span {...testId('connection-test-result')}>
      {testResult && testedAt ? (
        <Marked {...testMarkOf(testResult)}>
          {!testResult.ok && `${testResult.description}, `}
          <Time at={testedAt} />
        </Marked>
      ) : (
        'Not tested yet'
      )}
    </span>
  );
}

function LastNotification({ connection }: { connection: Connection }) {
  const { notificationUrl, lastNotificationAt } = connection;
  return (
    <span {...testId('connection-notifications')}>
      {notificationUrl === null ? (
        'This acquirer sends none'
      ) : lastNotificationAt === null ? (
        'None yet'
      ) : (
        <Marked tone={notificationsOf(connection) === 'verified' ? 'good' : 'bad'} status={notificationsOf(connection)}>
          <Time at={lastNotificationAt} />
        </Marked>
      )}
    </span>
  );
}

function WebhookSecret({ connection }: { connection: Connection }) {
  const { hasWebhookSecret, webhookSecretLast4, hasPreviousWebhookSecret } = connection;
  if (!hasWebhookSecret) return <span className="text-wait">Missing: notifications cannot be verified</span>;
  return (
    <>
      <LastFour text={webhookSecretLast4 ?? ''} />
      {hasPreviousWebhookSecret && <span className="text-ink-2"> and the previous one</span>}
    </>
  );
}

function Marked({ tone, status, children }: { tone: Tone; status: string; children: ReactNode }) {
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-2">
      <Status status={status} tone={tone} />
      <span>{children}</span>
    </span>
  );
}
