import { Card } from '../../ui/card';
import Link from '../../ui/link';
import { Id } from '../../ui/values';
import { objectLinks } from './object-links';

/** Links to what the request was about. */
export function RequestObjects({ entry }: { entry: { path: string; requestBody: string | null } }) {
  const objects = objectLinks(entry.path, entry.requestBody);
  if (objects.length === 0) return null;
  return (
    <Card title="What it was about">
      <ul className="grid gap-2">
        {objects.map(({ id, href }) => (
          <li key={id}>
            <Link className="link" href={href}>
              <Id value={id} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
