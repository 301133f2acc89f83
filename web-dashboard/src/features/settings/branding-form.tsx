import { randomUUID } from 'node:crypto';
import type { Merchant } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { saveBranding } from './branding-actions';
import { BrandingEditor } from './branding-editor';

/** What shoppers see of the merchant: at the checkout, on payment links, receipts and in mails. */
export function BrandingForm({ merchant, mayWrite }: { merchant: Merchant; mayWrite: boolean }) {
  const { name, brandColor, logo, supportEmail, supportPhone, updatedAt } = merchant;
  return (
    <ActionForm action={saveBranding} attempt={randomUUID()} testId="branding-form">
      <BrandingEditor
        key={updatedAt}
        merchant={{ name, brandColor, logo, supportEmail, supportPhone }}
        mayWrite={mayWrite}
      />
    </ActionForm>
  );
}
