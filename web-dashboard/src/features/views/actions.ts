'use server';

import { refresh } from 'next/cache';
import { type ActionState, textIn } from '../../lib/action';
import { readSession } from '../../lib/session';
import { keepViews, readViews } from '../../lib/views';

const FULL = 'This browser keeps no more views. Remove one first.';

/** Keeps the filters and columns of a list under a name; the same name replaces its view. */
export async function saveView(path: string, query: string, _: ActionState, form: FormData): Promise<ActionState> {
  const { user, merchant } = await readSession();
  const name = textIn(form, 'name').slice(0, 40);
  if (!name) return { error: { description: 'Enter a name.', field: 'name' } };
  const view = { user: user.id, merchant: merchant.id, path, name, query };
  const others = (await readViews()).filter((one) => !(isSame(one, view) && one.name === name));
  if (!(await keepViews([...others, view]))) return { error: { description: FULL } };
  refresh();
  return { done: `Saved as ${name}.` };
}

export async function removeView(path: string, name: string): Promise<void> {
  const { user, merchant } = await readSession();
  const own = { user: user.id, merchant: merchant.id, path };
  await keepViews((await readViews()).filter((one) => !(isSame(one, own) && one.name === name)));
  refresh();
}

type Place = Record<'user' | 'merchant' | 'path', string>;
const isSame = (a: Place, b: Place) => a.user === b.user && a.merchant === b.merchant && a.path === b.path;
