import { randomUUID } from 'node:crypto';
import type { Merchant } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { saveBranding } from './branding-actions';
import { ColourField } from './colour-field';
import { LogoField } from './logo-field';

/** What shoppers see of the merchant: at the checkout, on payment links, receipts and in mails. */
export function BrandingForm({ merchant, mayWrite }: { merchant: Merchant; mayWrite: boolean }) {
  const { name, brandColor, logo, supportEmail, supportPhone, updatedAt } = merchant;
  return (
    <ActionForm
      action={saveBranding}
      attempt={randomUUID()}
      testId="branding-form"
      className="grid max-w-[720px] gap-6"
    >
      <Card title="At the checkout and on receipts">
        <div className="grid items-start gap-6 sm:grid-cols-2">
          <ColourField key={`${brandColor} ${updatedAt}`} color={brandColor} merchant={name} readOnly={!mayWrite} />
          <LogoField key={logo} logo={logo} readOnly={!mayWrite} />
        </div>
      </Card>
      <Card title="Where shoppers find help">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label="Support email"
            name="support_email"
            type="email"
            maxLength={254}
            defaultValue={supportEmail ?? ''}
            placeholder="help@shop.example"
            readOnly={!mayWrite}
          />
          <Field
            label="Support phone"
            name="support_phone"
            type="tel"
            defaultValue={supportPhone ?? ''}
            placeholder="+91 98765 43210"
            hint="With the country code."
            readOnly={!mayWrite}
          />
        </div>
      </Card>
      {mayWrite ? (
        <span>
          <Submit busy="Saving…">Save the branding</Submit>
        </span>
      ) : (
        <p className="text-ink-2">Admins and owners may change this.</p>
      )}
    </ActionForm>
  );
}
