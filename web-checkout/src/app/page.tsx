import { notFound } from 'next/navigation';

/** Without an order there is nothing to pay. */
export default function Home() {
  notFound();
}
