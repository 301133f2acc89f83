import { config } from '../../lib/config';
import type { Session } from '../../lib/session';
import { Code } from '../../ui/code';
import { Empty } from '../../ui/empty';
import { Status } from '../../ui/pill';
import { Reveal } from '../../ui/reveal';
import { ShownOnce } from '../../ui/shown-once';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';
import { type ApiKey, isWorking, type Scope } from './api-key';
import { KeyTools } from './key-tools';

/** On a phone a cell below the key's name: its label at the left, its value at the right. */
const ROW = 'max-sm:order-3 max-sm:flex max-sm:w-full max-sm:justify-between max-sm:gap-3';

const sample = `curl ${config.publicApiUrl}/api/v1/orders -u "$API_KEY:$API_SECRET"`;

export function KeysTable({ keys, session }: { keys: ApiKey[]; session: Session }) {
  const mayWrite = session.can('keys:write');
  if (keys.length === 0) {
    return (
      <Empty title="No API keys">
        <p>Your server needs one to create orders. {mayWrite ? 'Choose New key.' : 'Ask a developer of your team.'}</p>
        <div className="mt-4 text-left">
          <Code text={sample} />
        </div>
      </Empty>
    );
  }
  const head = [
    { grow: 'Key' },
    { grow: 'Secret' },
    'Access',
    'Last used',
    { 'wide mid': 'Created' },
    { text: 'Actions', look: 'end', shown: '' },
  ];
  return (
    <Table label="API keys" head={mayWrite ? head : head.slice(0, -1)}>
      {keys.map((key) => (
        <tr key={key.id} data-key-id={key.id}>
          <td className="grow max-sm:order-1 max-sm:max-w-[calc(100%-56px)]">
            <p className="font-medium">{key.name ?? 'Without a name'}</p>
            <Id value={key.id} copy />
            <Maker apiKey={key} />
          </td>
          <td className={`grow ${ROW}`}>
            <span className="text-ink-3 sm:hidden">Secret</span>
            <Secret apiKey={key} />
          </td>
          <td className={`sm:min-w-[110px] ${ROW}`}>
            <span className="text-ink-3 sm:hidden">Access</span>
            <div className="min-w-0 max-sm:text-right">
              <Scopes scopes={key.scopes} />
              {key.allowedIps && <p className="mono mt-1 text-ink-3 wrap-anywhere">from {key.allowedIps.join(', ')}</p>}
              <Expiry apiKey={key} />
            </div>
          </td>
          <td className={ROW}>
            <span className="text-ink-3 sm:hidden">Last used</span>
            {key.lastUsedAt ? (
              <LastUse at={key.lastUsedAt} address={key.lastUsedAddress} />
            ) : (
              <span className="text-ink-3">never</span>
            )}
          </td>
          <td className="wide mid">
            <Time at={key.createdAt} />
          </td>
          {mayWrite && (
            <td className="end max-sm:order-2">
              <KeyTools apiKey={key} session={session} />
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Secret({ apiKey }: { apiKey: ApiKey }) {
  if (!isWorking(apiKey)) return <span className="text-ink-3">–</span>;
  const { secret, mode, name, id } = apiKey;
  if (secret) return <Reveal secret={secret} mode={mode} label={`the secret of ${name ?? id}`} cut />;
  if (mode === 'live') return <ShownOnce kind="secret_live_" />;
  return <span className="text-ink-3">Visible to members who may change keys</span>;
}

/** A key keeps working after its maker has left the team, so such a key is marked for review. */
function Maker({ apiKey: { createdBy } }: { apiKey: ApiKey }) {
  if (!createdBy) return null;
  return (
    <p className="text-[12.5px]/[16px] text-ink-2">
      by {createdBy.name}
      {!createdBy.isMember && <span className="text-wait">, who has left the team: roll or revoke it</span>}
    </p>
  );
}

function Scopes({ scopes }: { scopes: Scope[] | null }) {
  if (scopes === null) return 'Full';
  return (
    <details>
      <summary>{scopes.length === 1 ? '1 permission' : `${scopes.length} permissions`}</summary>
      <ul className="mono mt-1">
        {scopes.map((scope) => (
          <li key={scope}>{scope}</li>
        ))}
      </ul>
    </details>
  );
}

const LastUse = ({ at, address }: { at: string; address: string | null }) => (
  <span className="max-sm:text-right">
    <Time at={at} />
    {address && <span className="mono block text-ink-3">{address}</span>}
  </span>
);

/** Most keys do not expire, so only an end is shown. */
function Expiry({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.expiresAt === null) return null;
  if (!isWorking(apiKey)) return <Status status="expired" />;
  return (
    <p className="text-ink-2">
      Expires <Time at={apiKey.expiresAt} />
    </p>
  );
}
