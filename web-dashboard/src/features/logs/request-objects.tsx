import { Card } from '../../ui/card';
import Link from '../../ui/link';
import { Id } from '../../ui/values';
import { nameOf, objectLinks } from '../../lib/object-links';

/** A response may name many. */
const MAX_LINKS = 8;

/** Links to the objects of a request and its response. */
export function RequestObjects({
  entry,
}: {
  entry: { path: string; requestBody: string | null; responseBody: string | null };
}) {
  const objects = objectLinks(entry.path, entry.requestBody, entry.responseBody).slice(0, MAX_LINKS);
  if (objects.length === 0) return null;
  return (
    <Card title="Objects">
      <ul className="grid gap-2">
        {objects.map(({ id, href }) => (
          <li key={id}>
            <Link className="link" href={href}>
              {nameOf(id)} <Id value={id} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
