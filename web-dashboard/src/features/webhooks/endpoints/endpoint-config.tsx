import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import { EndpointLine } from './endpoint-form';
import { EndpointSecret } from './endpoint-secret';
import { Regenerate } from './endpoint-tools';
import { DISABLED_REASONS } from './endpoint-words';
import { SendSample } from './send-test';

/**
 * One endpoint below its row, as a strip: its URL, its secret and a test event; everything else is folded, or on
 * its own page. Folded where there are several servers; `open` where one is named, or where there is at most one.
 */
export function EndpointConfig({ endpoint, session, open }: { endpoint: Endpoint; session: Session; open: boolean }) {
  const { id, kind, description, disabledReason } = endpoint;
  const mayWrite = session.can('webhooks:write');
  return (
    <details className="bg-canvas px-[16px]" open={open} {...testId('webhook-config')}>
      <summary className="py-1.5 text-[13px]/[18px] font-medium text-ink-2 hover:text-ink sm:py-2">
        {kind === 'inbox'
          ? 'Add your server: the inbox stays as it is'
          : `Settings of ${description ?? 'the endpoint'}`}
      </summary>
      {disabledReason && <p className="pb-2 text-bad">{DISABLED_REASONS[disabledReason]}</p>}
      <div className="strip pt-1 pb-3 sm:pt-0">
        <EndpointLine endpoint={endpoint} mayWrite={mayWrite} />
        <span className="named flex min-w-0 items-center gap-2">
          <span className="min-w-[52px] text-[13px]/[18px] font-medium sm:min-w-[104px]">
            <span className="max-sm:hidden">Signing secret</span>
            <span className="sm:hidden">Secret</span>
          </span>
          <span className="secret-box">
            <EndpointSecret endpoint={endpoint} />
          </span>
        </span>
        {mayWrite && (
          <>
            <Regenerate id={id} />
            <SendSample id={id} />
          </>
        )}
      </div>
    </details>
  );
}
