import Link from './link';
import { Id } from './values';
import { objectLinks } from '../lib/object-links';

/** The id of an object; a link if the object has a page. */
export function ObjectLink({ id }: { id: string }) {
  const [target] = objectLinks(id);
  if (!target) return <Id value={id} copy />;
  return (
    <Link className="link" href={target.href}>
      <Id value={id} />
    </Link>
  );
}
