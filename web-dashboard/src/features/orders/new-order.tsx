import { currencyExponent } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field, Select } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { createOrder } from './actions';
import { AmountFields } from './amount-fields';

const HOUR = 3_600;
const EXPIRY = [
  ['', 'Never'],
  [String(HOUR), 'In an hour'],
  [String(24 * HOUR), 'In a day'],
  [String(7 * 24 * HOUR), 'In a week'],
] as const;

/** The currencies that do not have two decimals. */
const EXPONENTS = Object.fromEntries(
  Intl.supportedValuesOf('currency')
    .map((code) => [code, currencyExponent(code)] as const)
    .filter(([, exponent]) => exponent !== 2),
);

/** Creates an order whose payment link the user can send to a shopper. */
export function NewOrder() {
  return (
    <Dialog open="New order" look="primary" title="New order" testId="new-order-button">
      <ActionForm action={createOrder} attempt={randomUUID()}>
        <AmountFields exponents={EXPONENTS} />
        <Field label="Receipt" name="receipt" maxLength={255} hint="Your own reference for the order. Optional." />
        <Select label="Expires" name="expires_in" options={EXPIRY} />
        <Select
          label="Capture"
          name="capture"
          options={[
            ['automatic', 'At once'],
            ['manual', 'By hand, later'],
          ]}
        />
        <Submit busy="Creating…">Create the order</Submit>
      </ActionForm>
    </Dialog>
  );
}
