import { NotFoundError, PaymentGatewayError } from '@payment-gateway/sdk';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { refused } from '../lib/action';
import { Fault } from './fault';

interface Loading<T> {
  from: PromiseLike<T>;
  children: (data: T) => ReactNode;
}

/**
 * Waits for data of the API. A missing object is a 404; any other error of the API is shown with its request id.
 * `skeleton` is shown while a navigation waits for the data. A page that may be a 404 has none, because the status is
 * sent before the body. A first load waits for the data, but with the same component tree as after a navigation: with
 * another tree, a refresh would replace the mounted components, and an open dialog would close. React hides a large
 * boundary until a script shows it, so a browser without scripts gets none.
 */
export async function Load<T>({ skeleton, ...loading }: Loading<T> & { skeleton?: ReactNode }) {
  if (!skeleton || !(await cookies()).has('scripted')) return <Loaded {...loading} />;
  const moves = (await headers()).get('sec-fetch-dest') === 'empty';
  return <Suspense fallback={skeleton}>{moves ? <Loaded {...loading} /> : await Loaded(loading)}</Suspense>;
}

async function Loaded<T>({ from, children }: Loading<T>) {
  let data: T;
  try {
    data = await from;
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    if (!(error instanceof PaymentGatewayError)) throw error;
    return <Fault error={refused(error).error} />;
  }
  return <>{children(data)}</>;
}
