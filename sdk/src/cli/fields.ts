import { CommandLineError } from './command-line-error.js';
import type { Field } from '../generated/commands.js';

type Fields = Readonly<Record<string, Field>>;
type Values = Record<string, unknown>;

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * Reads `name=value` arguments by the fields of an operation. `customer.email=…` sets a part of an object; an object or a
 * list may also be given as JSON. `null` removes, where the field may be removed.
 */
export function readFields(args: readonly string[], fields: Fields): Values {
  const values: Values = {};
  for (const arg of args) {
    const [, path = '', text = ''] = /^([a-z][\w.]*)=(.*)$/s.exec(arg) ?? [];
    if (path === '') throw new CommandLineError(`${arg} is not of the form field=value`);
    const [name = '', ...parts] = path.split('.');
    const field = fields[name];
    if (!field) throw new CommandLineError(`There is no field ${name}: ${namesOf(fields)}`);
    if (parts.length === 0) values[name] = valueOf(name, text, field);
    else if (field.type === 'json') setPart(values, path.split('.'), text);
    else throw new CommandLineError(`${name} has no parts: write ${name}=…`);
  }
  const missing = Object.entries(fields).find(([name, { required }]) => required && !(name in values));
  if (missing) throw new CommandLineError(`${missing[0]} is missing: add ${missing[0]}=…`);
  return values;
}

const namesOf = (fields: Fields) => {
  const names = Object.keys(fields);
  return names.length > 0 ? `the fields are ${names.join(', ')}` : 'this command takes none';
};

function valueOf(name: string, text: string, { type, nullable }: Field): unknown {
  if (nullable && text === 'null') return null;
  if (type === 'integer') {
    if (!/^-?\d{1,15}$/.test(text)) throw new CommandLineError(`${name} must be a whole number: ${name}=500`);
    return Number(text);
  }
  if (type === 'boolean') {
    const value = BOOLEANS[text];
    if (value === undefined) throw new CommandLineError(`${name} must be true or false`);
    return value;
  }
  return type === 'json' ? parsed(name, text) : text;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandLineError(`${name} must be JSON, or set by its parts: ${name}.part=…`);
  }
}

/** Sets a text inside of an object, and makes the objects around it. */
function setPart(values: Values, path: readonly string[], text: string): void {
  const last = path.at(-1) ?? '';
  let inner = values;
  for (const part of path.slice(0, -1)) {
    const found = inner[part] ?? {};
    if (typeof found !== 'object' || Array.isArray(found)) {
      throw new CommandLineError(`${path.join('.')} is no part of ${part}, which was given as another value`);
    }
    inner[part] = found;
    inner = found as Values;
  }
  inner[last] = text;
}
