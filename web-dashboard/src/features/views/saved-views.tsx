import { randomUUID } from 'node:crypto';
import { hrefWith, type Search } from '../../lib/search';
import { readSession } from '../../lib/session';
import { testId } from '../../lib/test-ids';
import { readViews } from '../../lib/views';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { CrossIcon } from '../../ui/icons';
import Link from '../../ui/link';
import { Submit } from '../../ui/submit';
import { removeView, saveView } from './actions';

/** The user's views of a list, and a button that saves the present one. Shown once there is something to save or open. */
export async function SavedViews({ path, search }: { path: string; search: Search }) {
  const { user, merchant } = await readSession();
  const views = (await readViews()).filter(
    (view) => view.user === user.id && view.merchant === merchant.id && view.path === path,
  );
  const here = hrefWith('', search, { cursor: undefined });
  if (views.length === 0 && here === '') return null;
  const isSaved = views.some(({ query }) => query === here);
  return (
    <nav aria-label="Saved views" className="mb-3 flex flex-wrap items-center gap-2" {...testId('saved-views')}>
      {views.map(({ name, query }) => (
        <span key={name} className="chip" aria-current={query === here ? 'true' : undefined}>
          <Link href={path + query}>{name}</Link>
          <form action={removeView.bind(null, path, name)} className="-mr-1 inline-flex">
            <button className="cursor-pointer" aria-label={`Remove the view ${name}`}>
              <CrossIcon />
            </button>
          </form>
        </span>
      ))}
      {here !== '' && !isSaved && (
        <Dialog open="Save this view" look="small" title="Save this view" testId="save-view-button">
          <ActionForm action={saveView.bind(null, path, here)} attempt={randomUUID()}>
            <Field
              label="Name"
              name="name"
              maxLength={40}
              hint="Filters and columns are kept in this browser, for you and this merchant. The address of the page is the view too: send it to a colleague."
              required
            />
            <span>
              <Submit busy="Saving…">Save</Submit>
            </span>
          </ActionForm>
        </Dialog>
      )}
    </nav>
  );
}
