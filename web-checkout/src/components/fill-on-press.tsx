'use client';

import type { MouseEvent, ReactNode } from 'react';

function type(name: string, value: string) {
  const input = document.querySelector<HTMLInputElement>(`input[name=${name}]`);
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Puts the value of the pressed button into the form of its method, and folds the list. */
function fill({ target }: MouseEvent<HTMLElement>) {
  const { value, fills } = (target as Element).closest('button')?.dataset ?? {};
  if (!value) return;
  document.getElementById(`choose-${fills}`)?.click();
  if (fills === 'upi') type('vpa', value);
  else {
    type('cardNumber', value);
    type('expiry', '12/40');
    type('cvv', '123');
    type('cardholder', 'Test Shopper');
  }
  (target as Element).closest('details')?.removeAttribute('open');
}

export const FillOnPress = ({ children, className }: { children: ReactNode; className: string }) => (
  <div onClick={fill} className={className}>
    {children}
  </div>
);
