import { ApiError } from '../../platform/errors/api-error.js';
import { notSupported } from './stripe-errors.js';
import { type Metadata, metadataFault } from './stripe-metadata.js';

/** A body, a query, or a part of one, as it was sent: all values are text. */
export type Sent = Readonly<Record<string, unknown>>;

const MAX_TIME = 4_765_046_400;

/** Reads parameters by name and type. `end` refuses those that were not read. */
export class Parameters {
  private readonly read = new Set(['expand']);

  constructor(
    readonly sent: Sent,
    private readonly path = '',
  ) {}

  field(name: string): string {
    return this.path === '' ? name : `${this.path}[${name}]`;
  }

  raw(name: string): unknown {
    this.read.add(name);
    return this.sent[name];
  }

  /** Undefined if it is absent or empty. */
  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw this.invalid(name, 'Invalid string');
  }

  required(name: string): string {
    return this.text(name) ?? this.missing(name);
  }

  /** For updates: null if the empty text was sent, which removes the value. */
  changed(name: string): string | null | undefined {
    return this.sent[name] === '' ? (this.raw(name), null) : this.text(name);
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^-?\d{1,15}$/.test(text)) return Number(text);
    throw this.invalid(name, `Invalid integer: ${text.slice(0, 50)}`);
  }

  boolean(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text === 'true' || text === 'false') return text === 'true';
    throw this.invalid(name, `Invalid boolean: ${text.slice(0, 50)}`);
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const text = this.text(name);
    const known = values.find((value) => value === text);
    if (text === undefined || known !== undefined) return known;
    throw notSupported(`${this.field(name)}=${text.slice(0, 50)}`, this.field(name));
  }

  /** Seconds since 1970. */
  time(name: string): number | undefined {
    const seconds = this.integer(name);
    if (seconds === undefined || (seconds >= 0 && seconds <= MAX_TIME)) return seconds;
    throw this.invalid(name, 'Invalid timestamp: must be an integer Unix timestamp');
  }

  within(name: string): Parameters | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Parameters(value as Sent, this.field(name));
    }
    throw this.invalid(name, 'Invalid object');
  }

  list(name: string): unknown[] | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') return undefined;
    if (Array.isArray(value)) return value as unknown[];
    throw this.invalid(name, 'Invalid array');
  }

  objects(name: string): Parameters[] | undefined {
    return this.list(name)?.map((one, at) => {
      if (typeof one !== 'object' || one === null) throw this.invalid(`${name}][${at}`, 'Invalid object');
      return new Parameters(one as Sent, `${this.field(name)}[${at}]`);
    });
  }

  /** Texts by name. `''`: all are to be removed. */
  metadata(): Metadata | '' | undefined {
    const value = this.raw('metadata');
    if (value === undefined || value === '') return value;
    const fault = metadataFault(value);
    if (fault !== null) throw this.invalid('metadata', fault);
    return value as Metadata;
  }

  /** Refuses what was not read. `ignored`: accepted without effect. */
  end(...ignored: readonly string[]): void {
    const name = Object.keys(this.sent).find((key) => !this.read.has(key) && !ignored.includes(key));
    if (name === undefined) return;
    const field = this.field(name).slice(0, 100);
    throw notSupported(`The parameter ${field}`, field);
  }

  invalid(name: string, description: string): ApiError {
    return new ApiError('invalid_parameter', description, { field: this.field(name).slice(0, 100) });
  }

  missing(name: string): never {
    throw new ApiError('missing_parameter', `Missing required param: ${this.field(name)}.`, {
      field: this.field(name),
    });
  }
}
