import { notFound } from 'next/navigation';

/** There is nothing to pay without an order. */
export default function Home() {
  notFound();
}
