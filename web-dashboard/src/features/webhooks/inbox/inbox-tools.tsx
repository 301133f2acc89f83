import type { Session } from '../../../lib/session';
import type { Endpoint } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { Menu } from '../../../ui/menu';
import { LabelledSecret } from '../endpoints/endpoint-secret';
import { Regenerate, Remove, Replay } from '../endpoints/endpoint-tools';
import { SendTest } from '../endpoints/send-test';

/** The inbox's secret and what the user may do with it. */
export function InboxTools({ endpoint, session: { can, merchant } }: { endpoint: Endpoint; session: Session }) {
  const [mayWrite, mayReplay] = [can('webhooks:write'), can('webhooks:retry')];
  return (
    <Card>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <LabelledSecret endpoint={endpoint} />
        <div className="flex flex-wrap items-center gap-2">
          {mayWrite && <SendTest id={endpoint.id} />}
          {(mayWrite || mayReplay) && (
            <Menu label="the inbox">
              {mayReplay && <Replay id={endpoint.id} timeZone={merchant.timeZone} />}
              {mayWrite && <Regenerate id={endpoint.id} />}
              {mayWrite && <Remove endpoint={endpoint} />}
            </Menu>
          )}
        </div>
      </div>
    </Card>
  );
}
