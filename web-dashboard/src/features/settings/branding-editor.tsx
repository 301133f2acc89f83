'use client';

import { type FormEvent, use, useState } from 'react';
import type { Merchant } from '../../lib/types';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { Typed } from '../../ui/typed';
import { BrandingPreview } from './branding-preview';
import { ColourField } from './colour-field';
import { LogoField } from './logo-field';

type Shown = Pick<Merchant, 'name' | 'brandColor' | 'logo' | 'supportEmail' | 'supportPhone'>;

/** The fields, and beside them a preview that follows them. Without scripts it shows what is saved. */
export function BrandingEditor({ merchant, mayWrite }: { merchant: Shown; mayWrite: boolean }) {
  const typed = use(Typed);
  const saved = merchant.logo && `data:image/png;base64,${merchant.logo}`;
  const [color, setColor] = useState(merchant.brandColor);
  const [logo, setLogo] = useState(saved);
  const [email, setEmail] = useState(typed['support_email'] ?? merchant.supportEmail ?? '');
  const [phone, setPhone] = useState(typed['support_phone'] ?? merchant.supportPhone ?? '');
  const into = (set: (value: string) => void) => (event: FormEvent<HTMLInputElement>) => set(event.currentTarget.value);
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_400px]">
      <div className="grid min-w-0 gap-6">
        <Card title="At the checkout and on receipts">
          <div className="grid gap-6">
            <LogoField saved={saved} shown={logo} onChange={setLogo} readOnly={!mayWrite} />
            <ColourField color={color} onChange={setColor} readOnly={!mayWrite} />
          </div>
        </Card>
        <Card title="Where shoppers find help">
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field
              label="Support email"
              name="support_email"
              type="email"
              maxLength={254}
              defaultValue={merchant.supportEmail ?? ''}
              placeholder="help@shop.example"
              onInput={into(setEmail)}
              readOnly={!mayWrite}
            />
            <Field
              label="Support phone"
              name="support_phone"
              type="tel"
              defaultValue={merchant.supportPhone ?? ''}
              placeholder="+91 98765 43210"
              hint="With the country code."
              onInput={into(setPhone)}
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
      </div>
      <aside aria-label="Preview" className="xl:sticky xl:top-6">
        <h2 className="mb-3 font-semibold">What shoppers see</h2>
        <BrandingPreview brand={{ name: merchant.name, logo, color }} {...{ email, phone }} />
      </aside>
    </div>
  );
}
