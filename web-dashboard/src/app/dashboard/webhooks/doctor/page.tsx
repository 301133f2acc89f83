import { DeliveryPicker } from '../../../../features/webhooks/doctor/delivery-picker';
import { DoctorForm } from '../../../../features/webhooks/doctor/doctor-form';
import { pickDelivery } from '../../../../features/webhooks/doctor/pick';
import { one, type Search } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

/** The latest deliveries, to choose from. */
const MAX_OFFERED = 25;
const EMPTY = { body: '', headers: '', secret: '' };

/** Finds the usual mistakes in a delivery that is pasted, or chosen from the log. */
export default async function DoctorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { gateway, merchant } = await readSession();
  const search = await searchParams;
  const id = one(search, 'delivery');
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.webhookLogs.list({ limit: MAX_OFFERED }, options),
    id ? pickDelivery(gateway, id, options) : null,
  ]);
  return (
    <Page
      list={{ href: '/dashboard/webhooks', title: 'Webhooks' }}
      title="Signature doctor"
      about="Finds out why your code refuses the signature of a webhook."
    >
      <Load from={load}>
        {([{ data }, picked]) => (
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_300px] lg:grid-rows-[auto_1fr] xl:grid-cols-[minmax(0,1fr)_360px]">
            <DeliveryPicker
              deliveries={data}
              chosen={picked?.delivery}
              isMissing={search['delivery'] === ''}
              timeZone={merchant.timeZone}
            />
            <DoctorForm key={id} picked={picked?.fields ?? EMPTY} known={picked?.known ?? {}} />
          </div>
        )}
      </Load>
    </Page>
  );
}
