import { type Brand, PayerAmount, PayerButton, PayerLines, PayerMark, PayerPage } from '../../ui/payer-preview';

const GOODS = [
  ['2 × Assam breakfast tea, 250 g', '₹698.00'],
  ['Clay cups, set of six', '₹599.00'],
] as const;

/** What a payer may ask: whom the checkout and the receipt name. */
function Questions({ contact }: { contact: string }) {
  return contact && <p className="mt-3 text-[13px]/[18px] wrap-anywhere text-ink-2">Questions? {contact}</p>;
}

/** The methods as rows, the first one open. */
function WaysToPay({ brand }: { brand: Brand }) {
  return (
    <>
      <p className="mt-5 mb-2 font-semibold">How would you like to pay?</p>
      <ul className="grid gap-2">
        <li className="overflow-clip rounded-control border border-accent">
          <Way name="UPI" hint="QR code or any UPI app" chosen />
          <div className="p-3">
            <PayerButton brand={brand}>Show QR code</PayerButton>
          </div>
        </li>
        <li className="rounded-control border border-line-strong">
          <Way name="Card" hint="Debit or credit card" />
        </li>
      </ul>
    </>
  );
}

function Way({ name, hint, chosen = false }: { name: string; hint: string; chosen?: boolean }) {
  return (
    <p className={`flex items-center gap-3 px-3 py-2 text-[13px]/[18px] ${chosen ? 'bg-accent-soft' : ''}`}>
      <span className="grow">
        <span className="block font-medium">{name}</span>
        <span className="text-ink-2">{hint}</span>
      </span>
      <span
        aria-hidden="true"
        className={`size-4 shrink-0 rounded-full ${chosen ? 'border-5 border-accent' : 'border-2 border-line-strong'}`}
      />
    </p>
  );
}

/** The checkout of an order and the receipt of its payment, as payers see them with this brand. */
export function BrandingPreview({ brand, email, phone }: { brand: Brand; email: string; phone: string }) {
  const contact = [email, phone].filter(Boolean).join(' · ');
  return (
    <div className="grid gap-4 sm:max-xl:grid-cols-2">
      <PayerPage label="Preview of the checkout">
        <PayerMark brand={brand} />
        <PayerAmount label="Amount to pay">₹1,297.00</PayerAmount>
        <PayerLines lines={GOODS} />
        <Questions contact={contact} />
        <WaysToPay brand={brand} />
      </PayerPage>
      <PayerPage label="Preview of the receipt">
        <PayerMark brand={brand} />
        <PayerAmount label="Amount paid">₹1,297.00</PayerAmount>
        <PayerLines
          lines={[
            ['Paid on', '27 Nov 2026, 10:56 am IST'],
            ['Method', 'UPI · as•••@okbank'],
            ['Order', 'TEA-2001'],
          ]}
        />
        <PayerLines lines={GOODS} />
        <PayerLines lines={[['Total', <span className="font-semibold">₹1,297.00</span>]]} />
        <Questions contact={contact} />
        <p className="mt-5 rounded-control border border-line-strong py-2.5 text-center font-medium">Open as PDF</p>
      </PayerPage>
    </div>
  );
}
