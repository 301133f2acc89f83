import type { Connection, Connector } from '../../lib/types';
import { Field } from '../../ui/field';
import { currenciesOf } from './connection-words';
import { MethodTicks } from './method-ticks';
import { Tick } from '../../ui/tick';

/** The fields of a new account, or of `connection` with its present values. */
export function ConnectionFields({ connector, connection }: { connector: Connector; connection?: Connection }) {
  const { credentials, methods, currencies, hasNotifications } = connector;
  return (
    <>
      <Field
        label="Name"
        name="label"
        defaultValue={connection?.label}
        maxLength={100}
        placeholder="Cards, main account"
        hint="Your team sees it, shoppers do not."
        required
      />
      {credentials.map(({ name, title, prefix, required }) => (
        <Secret
          key={name}
          label={title}
          name={`credentials.${name}`}
          placeholder={prefix ? `${prefix}…` : undefined}
          required={required && !connection}
          hint={
            connection
              ? 'Leave it empty to keep the present one.'
              : `Stored encrypted, and never shown again.${required ? '' : ' Empty: the one of the gateway.'}`
          }
        />
      ))}
      {hasNotifications && <WebhookSecret connection={connection} />}
      {methods.length > 1 && <MethodTicks methods={methods} chosen={connection?.methods} />}
      <Field
        label="Currencies"
        name="currencies"
        defaultValue={connection?.currencies?.join(', ')}
        placeholder="INR, USD"
        hint={`Codes with commas between. Empty: all that the acquirer takes${currencies ? ` (${currenciesOf(connector)})` : ''}.`}
      />
      <Field
        label="Priority"
        name="priority"
        type="number"
        min={0}
        max={1000}
        defaultValue={connection?.priority ?? 0}
        hint="0 to 1000. The lowest is tried first."
        required
      />
    </>
  );
}

function WebhookSecret({ connection }: { connection: Connection | undefined }) {
  return (
    <>
      <Secret
        label="Notification secret"
        name="webhook_secret"
        hint={
          connection?.hasWebhookSecret
            ? 'A new one replaces it; the present one goes on to verify until you drop it.'
            : 'From the acquirer, once you have entered the address there.'
        }
      />
      {connection?.hasPreviousWebhookSecret && (
        <label className="flex min-h-8 items-center gap-2">
          <Tick type="checkbox" name="drop_previous_webhook_secret" />
          <span>
            Drop the previous secret
            {connection.previousWebhookSecretLast4 && (
              <span className="mono"> ••••{connection.previousWebhookSecretLast4}</span>
            )}
          </span>
        </label>
      )}
    </>
  );
}

const Secret = (field: Parameters<typeof Field>[0]) => (
  <Field type="password" autoComplete="off" spellCheck={false} maxLength={4096} {...field} />
);
