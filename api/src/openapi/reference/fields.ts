import { escaped, inline } from './html.js';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  format?: string;
  default?: unknown;
  nullable?: boolean;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
export type Schemas = Readonly<Record<string, Schema>>;

const REF = '#/components/schemas/';

/** `OrderDto` is shown as Order. */
export const titleOf = (name: string) => name.replace(/Dto$/, '');
export const anchorOf = (name: string) => `object-${titleOf(name)}`;

/** The name of the schema that this one stands for. */
export function nameOf(schema: Schema | undefined): string | undefined {
  const target = schema?.$ref ?? schema?.allOf?.[0]?.$ref;
  return target?.startsWith(REF) ? target.slice(REF.length) : undefined;
}

/** A table of the fields of a schema, or of the schema that it names. */
export function fieldsOf(schema: Schema, schemas: Schemas): string {
  const named = nameOf(schema);
  const { properties, required = [] } = (named && schemas[named]) || schema;
  if (!properties) return '';
  const rows = Object.entries(properties).map(([name, field]) => fieldRow(name, field, required.includes(name)));
  return `<dl class="fields">${rows.join('')}</dl>`;
}

function fieldRow(name: string, field: Schema, isRequired: boolean): string {
  const values = field.enum?.map((value) => `<code>${escaped(String(value))}</code>`).join(' ');
  const standard =
    field.default === undefined ? '' : `Default: <code>${escaped(JSON.stringify(field.default))}</code>.`;
  const mark = isRequired ? ' <b>required</b>' : '';
  return (
    `<div><dt><code>${escaped(name)}</code> <span>${typeOf(field)}</span>${mark}</dt>` +
    `<dd>${inline(field.description ?? '')} ${standard}${values ? `<br>One of ${values}` : ''}</dd></div>`
  );
}

/** The type in words; a schema of its own is a link to it. */
export function typeOf(schema: Schema): string {
  const named = nameOf(schema);
  if (named) return `<a href="#${anchorOf(named)}">${escaped(titleOf(named))}</a>`;
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map(typeOf).join(' or ');
  const types = [schema.type ?? 'any'].flat().join(' or ');
  return escaped(
    [types, schema.format && `(${schema.format})`, schema.nullable && 'or null'].filter(Boolean).join(' '),
  );
}
