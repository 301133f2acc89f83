import { randomUUID } from 'node:crypto';
import { notesText } from '../lib/notes';
import { ActionForm, type FormAction } from './action-form';
import { Card } from './card';
import { Dialog } from './dialog';
import { TextArea } from './field';
import { Submit } from './submit';
import { Facts } from './values';

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The merchant's own notes of an object. `save`: for users who may change them. */
export function NotesCard({
  notes,
  save,
  about = 'Only your team sees them.',
}: {
  notes: Readonly<Record<string, unknown>>;
  save?: FormAction | false | undefined;
  about?: string;
}) {
  const entries = Object.entries(notes);
  if (entries.length === 0 && !save) return null;
  const edit = save && (
    <Dialog open={entries.length === 0 ? 'Add' : 'Edit'} title="Notes" look="small" testId="notes-button">
      <ActionForm action={save} attempt={randomUUID()} testId="notes-form">
        <TextArea
          key={notesText(notes)}
          label="One note per line, as name: value"
          name="notes"
          rows={6}
          className="field mono"
          defaultValue={notesText(notes)}
          placeholder={'ticket: SUP-12\nchannel: instagram'}
          hint={`${about} No card numbers.`}
          spellCheck={false}
        />
        <span>
          <Submit busy="Saving…">Save the notes</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
  return (
    <Card title="Notes" action={edit}>
      {entries.length === 0 ? (
        <p className="text-[13px]/[18px] text-ink-2">None. {about}</p>
      ) : (
        <div className="-my-2">
          <Facts facts={entries.map(([name, value]) => [name, shown(value)] as const)} />
        </div>
      )}
    </Card>
  );
}
