import { headersText } from '../../../../features/webhooks/deliveries/headers-text';
import { DeliveryPicker } from '../../../../features/webhooks/doctor/delivery-picker';
import { DoctorForm } from '../../../../features/webhooks/doctor/doctor-form';
import { one, type Search } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

/** The latest deliveries, to choose from. */
const MAX_OFFERED = 25;

/** Finds the usual mistakes in a delivery that is pasted, or chosen from the log. */
export default async function DoctorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { gateway, merchant } = await readSession();
  const id = one(await searchParams, 'delivery');
  const options = await onBehalfOf();
  const pick = async () => {
    if (!id) return null;
    const delivery = await gateway.webhookLogs.get(id, options);
    const endpoint = await gateway.endpoints.get(delivery.endpointId, options).catch(() => null);
    const headers = headersText(delivery.history.at(-1)?.requestHeaders ?? {});
    return { delivery, body: delivery.requestBody, headers, secret: endpoint?.secret ?? '' };
  };
  const load = Promise.all([gateway.webhookLogs.list({ limit: MAX_OFFERED }, options), pick()]);
  return (
    <Page
      title="Signature doctor"
      about="Paste what your code received, or choose a delivery, to find out why a signature does not match. Nothing is stored."
    >
      <Card>
        <Load from={load}>
          {([{ data }, picked]) => (
            <>
              <DeliveryPicker deliveries={data} chosen={picked?.delivery} timeZone={merchant.timeZone} />
              <DoctorForm
                key={id}
                body={picked?.body ?? ''}
                headers={picked?.headers ?? ''}
                secret={picked?.secret ?? ''}
              />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
