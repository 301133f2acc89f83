import type { Endpoint } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { Moment } from '../../../ui/time';
import { Facts } from '../../../ui/values';
import { EndpointForm } from './endpoint-form';
import { EndpointSecret } from './endpoint-secret';
import { Regenerate, Remove } from './endpoint-tools';

/** Beside an endpoint's deliveries: its secret, and its settings, folded. */
export function EndpointAside({ endpoint, mayWrite }: { endpoint: Endpoint; mayWrite: boolean }) {
  return (
    <>
      <Card title="Signing secret">
        <div className="grid gap-4">
          <div>
            <EndpointSecret endpoint={endpoint} />
          </div>
          {mayWrite && (
            <span>
              <Regenerate id={endpoint.id} />
            </span>
          )}
        </div>
      </Card>
      <Card title="Endpoint">
        <Facts
          facts={[
            ['URL', endpoint.url],
            ['Events', endpoint.events === null ? 'All' : endpoint.events.join(', ')],
            ['Format', endpoint.format === 'native' ? null : endpoint.format],
            ['Your headers', endpoint.headerNames.join(', ')],
            ['Created', <Moment key="created" at={endpoint.createdAt} />],
          ]}
        />
        <details className="mt-2 border-t border-line pt-3">
          <summary className="font-medium">Settings</summary>
          <div className="mt-3 grid gap-4">
            <EndpointForm endpoint={endpoint} mayWrite={mayWrite} />
            {mayWrite && (
              <span className="border-t border-line pt-4">
                <Remove endpoint={endpoint} />
              </span>
            )}
          </div>
        </details>
      </Card>
    </>
  );
}
