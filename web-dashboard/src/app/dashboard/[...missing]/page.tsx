import { notFound } from 'next/navigation';

/** An address below /dashboard that is no page: said within the frame of the dashboard, which only its own routes have. */
export default function MissingPage(): never {
  notFound();
}
