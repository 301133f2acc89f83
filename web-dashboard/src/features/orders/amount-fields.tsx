'use client';

import { useState } from 'react';
import { EXAMPLES } from '../../lib/amount';
import { Field } from '../../ui/field';

/** An amount and its currency. `exponents` lists the currencies that do not have two decimals. */
export function AmountFields({ exponents }: { exponents: Readonly<Record<string, number>> }) {
  const [currency, setCurrency] = useState('INR');
  const exponent = exponents[currency.trim().toUpperCase()] ?? 2;
  return (
    <div className="grid grid-cols-[1fr_96px] gap-3">
      <Field
        label="Amount"
        name="amount"
        inputMode={exponent === 0 ? 'numeric' : 'decimal'}
        placeholder={EXAMPLES[exponent]?.split(' ')[0]}
        required
      />
      <Field
        label="Currency"
        name="currency"
        value={currency}
        onChange={(event) => setCurrency(event.target.value)}
        maxLength={3}
        required
      />
    </div>
  );
}
