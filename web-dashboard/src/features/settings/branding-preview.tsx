import { type Brand, PayerAmount, PayerButton, PayerLines, PayerMark, PayerPage } from '../../ui/payer-preview';

/** What a payer may ask: whom the checkout and the receipt name. */
function Questions({ contact }: { contact: string }) {
  return contact && <p className="mt-3 text-[13px]/[18px] wrap-anywhere text-ink-2">Questions? {contact}</p>;
}

/** The checkout of an order and the receipt of its payment, as payers see them with this brand. */
export function BrandingPreview({ brand, email, phone }: { brand: Brand; email: string; phone: string }) {
  const contact = [email, phone].filter(Boolean).join(' · ');
  return (
    <div className="grid gap-4 sm:max-xl:grid-cols-2">
      <PayerPage label="Preview of the checkout">
        <PayerMark brand={brand} />
        <PayerAmount label="Amount to pay">₹1,297.00</PayerAmount>
        <PayerLines
          lines={[
            ['2 × Assam breakfast tea, 250 g', '₹698.00'],
            ['Clay cups, set of six', '₹599.00'],
          ]}
        />
        <Questions contact={contact} />
        <PayerButton brand={brand}>Pay ₹1,297.00</PayerButton>
      </PayerPage>
      <PayerPage label="Preview of the receipt">
        <PayerMark brand={brand} />
        <PayerAmount label="Amount paid">₹1,297.00</PayerAmount>
        <PayerLines
          lines={[
            ['Method', 'UPI · as•••@okbank'],
            ['Order', 'TEA-2001'],
          ]}
        />
        <Questions contact={contact} />
      </PayerPage>
    </div>
  );
}
