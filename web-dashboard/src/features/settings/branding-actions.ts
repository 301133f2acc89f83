'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import { TypingFault } from '../../lib/typing-fault';
import { MAX_LOGO_BYTES } from './logo-size';

/** The logo in base64; null removes it, undefined leaves it. */
async function logoIn(form: FormData): Promise<string | null | undefined> {
  if (form.get('no_logo') === 'on') return null;
  const file = form.get('logo');
  if (!(file instanceof File) || file.size === 0) return undefined;
  if (file.size > MAX_LOGO_BYTES) throw new TypingFault('logo', 'The logo may have at most 24 kB.');
  return Buffer.from(await file.arrayBuffer()).toString('base64');
}

export async function saveBranding(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const logo = await logoIn(form);
    await gateway.merchant.update(
      {
        brandColor: form.get('own_color') === 'on' ? null : textIn(form, 'brand_color'),
        supportEmail: textIn(form, 'support_email') || null,
        supportPhone: textIn(form, 'support_phone').replace(/[\s().-]/g, '') || null,
        ...(logo !== undefined && { logo }),
      },
      options,
    );
    return 'Saved. Shoppers see it at once.';
  });
}
