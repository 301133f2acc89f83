import { NewLinkForm } from '../../../../features/payment-links/new-link-form';
import { readSession } from '../../../../lib/session';
import { Page } from '../../../../ui/page';

export default async function NewPaymentLinkPage() {
  const { can, merchant } = await readSession();
  return (
    <Page title="New payment link" about={`The payer sees it with the name ${merchant.name}.`}>
      {can('payment_links:write') ? (
        <NewLinkForm />
      ) : (
        <p className="text-ink-2">Your role may not create payment links. Ask an owner of {merchant.name}.</p>
      )}
    </Page>
  );
}
