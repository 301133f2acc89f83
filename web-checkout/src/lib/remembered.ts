import { cookies } from 'next/headers';
import { config } from './config';

const NAME = 'checkout_typed';
const MINUTES = 15;

/** VPA and name of the last attempt on an order, for a shopper without JavaScript or after a reload. No card data. */
export interface Remembered {
  vpa: string;
  cardholder: string;
}

export async function remember(orderId: string, { vpa, cardholder }: Remembered): Promise<void> {
  (await cookies()).set(NAME, JSON.stringify([orderId, vpa, cardholder]), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/checkout',
    secure: config.secure,
    maxAge: MINUTES * 60,
  });
}

export async function rememberedFor(orderId: string): Promise<Remembered> {
  const text = (await cookies()).get(NAME)?.value;
  try {
    const [order, vpa, cardholder] = JSON.parse(text ?? '[]') as string[];
    if (order === orderId) return { vpa: vpa ?? '', cardholder: cardholder ?? '' };
  } catch {
    // Another cookie of the same name.
  }
  return { vpa: '', cardholder: '' };
}
