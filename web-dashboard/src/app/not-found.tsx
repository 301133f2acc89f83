import { Entrance } from '../ui/entrance';
import Link from '../ui/link';

export default function NotFound() {
  return (
    <Entrance title="There is nothing here" about="It does not exist, or belongs to another merchant.">
      <Link className="button" href="/dashboard">
        To the overview
      </Link>
    </Entrance>
  );
}
