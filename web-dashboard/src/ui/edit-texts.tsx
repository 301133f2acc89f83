import { randomUUID } from 'node:crypto';
import { ActionForm, type FormAction } from './action-form';
import { Dialog } from './dialog';
import { Field } from './field';
import { Submit } from './submit';

/** A small dialog that changes what is written on an object: its description, its receipt. */
export function EditTexts({
  save,
  fields,
}: {
  save: FormAction;
  fields: readonly { name: string; label: string; value: string | null; hint: string }[];
}) {
  return (
    <Dialog open="Edit" title="Edit what is written" look="small" testId="edit-texts-button">
      <ActionForm action={save} attempt={randomUUID()} testId="edit-texts-form">
        {fields.map(({ name, label, value, hint }) => (
          <Field
            key={`${name} ${value}`}
            label={label}
            name={name}
            defaultValue={value ?? ''}
            maxLength={255}
            hint={hint}
          />
        ))}
        <span>
          <Submit busy="Saving…">Save</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
