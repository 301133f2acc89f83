import { headersText } from '../../../../features/webhooks/deliveries/headers-text';
import { DoctorForm } from '../../../../features/webhooks/doctor/doctor-form';
import { one, type Search } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

/** Paste a delivery, or come from one: it says which of the usual mistakes it is. */
export default async function DoctorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { gateway } = await readSession();
  const id = one(await searchParams, 'delivery');
  const options = await onBehalfOf();
  const load = (async () => {
    if (!id) return null;
    const delivery = await gateway.webhookLogs.get(id, options);
    const endpoint = await gateway.endpoints.get(delivery.endpointId, options).catch(() => null);
    const headers = headersText(delivery.history.at(-1)?.requestHeaders ?? {});
    return { body: delivery.requestBody, headers, secret: endpoint?.secret ?? '' };
  })();
  return (
    <Page
      title="Signature doctor"
      about="Paste what your code sees, and it says which of the usual mistakes it is. Nothing that you paste is kept."
    >
      <Card>
        <Load from={load}>
          {(picked) => (
            <DoctorForm
              key={id}
              body={picked?.body ?? ''}
              headers={picked?.headers ?? ''}
              secret={picked?.secret ?? ''}
            />
          )}
        </Load>
      </Card>
    </Page>
  );
}
