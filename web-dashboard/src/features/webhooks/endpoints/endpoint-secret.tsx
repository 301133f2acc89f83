import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import { Reveal } from '../../../ui/reveal';
import { ShownOnce } from '../../../ui/shown-once';
import { Moment } from '../../../ui/time';

/** The signing secret, as far as the user may see it. */
export function EndpointSecret({ endpoint: { secret, mode, previousSecretUntil } }: { endpoint: Endpoint }) {
  return (
    <>
      {secret ? (
        <Reveal secret={secret} mode={mode} label="the signing secret" id="webhook-secret" />
      ) : mode === 'live' ? (
        <ShownOnce kind="whsec_" id="webhook-secret" />
      ) : (
        <span className="text-ink-2" {...testId('webhook-secret')}>
          Visible to members who may change webhooks.
        </span>
      )}
      {previousSecretUntil && (
        <p className="text-[13px]/[18px] text-wait">
          The old secret also signs until <Moment at={previousSecretUntil} />.
        </p>
      )}
    </>
  );
}

/** The same under its label. */
export const LabelledSecret = ({ endpoint }: { endpoint: Endpoint }) => (
  <dl className="grid min-w-0 gap-1">
    <dt className="text-[13px]/[18px] font-medium">Signing secret</dt>
    <dd>
      <EndpointSecret endpoint={endpoint} />
    </dd>
  </dl>
);
