import { notFound } from 'next/navigation';

/**
 * An unknown address below /dashboard. Only the dashboard's own routes have its layout, so this one shows the 404
 * within it.
 */
export default function MissingPage(): never {
  notFound();
}
