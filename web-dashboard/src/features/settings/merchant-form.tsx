import type { PaymentGateway } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { dayOf } from '../../lib/format';
import { timeZones } from '../../lib/time-zone';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Field, Select } from '../../ui/field';
import { Mode } from '../../ui/pill';
import { Submit } from '../../ui/submit';
import { Facts, Id } from '../../ui/values';
import { saveMerchant } from './actions';
import { localeNames } from './locale-names';
import { OriginsField } from './origins-field';

type Merchant = Awaited<ReturnType<PaymentGateway['merchant']['get']>>;

export function MerchantForm({ merchant, mayWrite }: { merchant: Merchant; mayWrite: boolean }) {
  const { id, name, mode, email, allowedOrigins, timeZone, locale, upiCollect, compatibleApis, createdAt } = merchant;
  return (
    <Card title="Merchant" action={<Mode mode={mode} />}>
      <ActionForm action={saveMerchant} attempt={randomUUID()} testId="merchant-form">
        <Field
          label="Name"
          name="name"
          defaultValue={name}
          maxLength={255}
          hint="Shoppers see it at the checkout."
          readOnly={!mayWrite}
          required
        />
        <Field
          label="Email"
          name="email"
          type="email"
          defaultValue={email ?? ''}
          maxLength={320}
          hint="Contact address for this merchant. Optional."
          readOnly={!mayWrite}
        />
        <Select
          key={timeZone}
          label="Time zone"
          name="time_zone"
          defaultValue={timeZone}
          options={timeZones(timeZone).map((zone) => [zone, zone.replaceAll('_', ' ')])}
          hint="Days in figures and filters start at midnight in this time zone. Times are shown in it."
          disabled={!mayWrite}
        />
        <Select
          key={locale}
          label="Language and region"
          name="locale"
          defaultValue={locale}
          options={localeNames(locale)}
          hint="The region decides how numbers and dates are written, here too. Mails and receipts are in the language."
          disabled={!mayWrite}
        />
        <OriginsField origins={allowedOrigins} readOnly={!mayWrite} />
        <Select
          key={String(upiCollect)}
          label="UPI ID at the checkout"
          name="upi_collect"
          defaultValue={String(upiCollect)}
          options={[
            ['true', 'Shoppers may type their UPI ID'],
            ['false', 'QR code and UPI apps only'],
          ]}
          hint="In India, typing a UPI ID (UPI collect) ended on 28 February 2026 but for a few exempt cases."
          disabled={!mayWrite}
        />
        {mode === 'live' && (
          <Select
            key={`apis ${compatibleApis}`}
            label="Razorpay and Stripe clients"
            name="compatible_apis"
            defaultValue={String(compatibleApis)}
            options={[
              ['false', 'Off'],
              ['true', 'May call with this merchant’s keys'],
            ]}
            hint="The secrets of keys made while this is on are stored encrypted, so that signatures can be made with them."
            disabled={!mayWrite}
          />
        )}
        {mayWrite ? (
          <span>
            <Submit busy="Saving…">Save</Submit>
          </span>
        ) : (
          <p className="text-ink-2">Admins and owners may change this.</p>
        )}
      </ActionForm>
      <div className="mt-4 border-t border-line pt-2">
        <Facts
          facts={[
            ['Merchant id', <Id key="id" value={id} copy />],
            ['Created', dayOf(createdAt, timeZone)],
          ]}
        />
      </div>
    </Card>
  );
}
