import Link from '../../ui/link';
import { Page } from '../../ui/page';

export default function NotFound() {
  return (
    <Page title="There is nothing here" about="It does not exist, or belongs to another merchant.">
      <Link className="button" href="/dashboard">
        To the overview
      </Link>
    </Page>
  );
}
