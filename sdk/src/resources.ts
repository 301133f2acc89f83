import { type Camel, toCamel, toSnake } from './casing.js';
import { OPERATIONS } from './generated/contract.js';
import type { operations } from './generated/openapi.js';
import { List, type Page } from './list.js';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.js';
import { connectionError, type RequestOptions, type Transport } from './transport.js';

/** The types of one operation, as openapi-typescript writes them. */
type Operation<Id> = Id extends keyof operations ? operations[Id] : never;
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : never;
type Content<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201)] : never;
type Answer<O> = Content<O> extends { content: { 'application/json': infer A } } ? A : never;

type IdArguments<O> = O extends { parameters: { path: object } } ? [id: string] : [];
type Given<T> = object extends T ? [input?: Camel<T>] : [input: Camel<T>];
type InputArguments<O> = [Body<O>] extends [never]
  ? [Query<O>] extends [never]
    ? []
    : [query?: Camel<Query<O>>]
  : Given<Body<O>>;

type Result<O> =
  Content<O> extends { content: { 'text/event-stream': unknown } }
    ? AsyncIterable<ServerSentEvent>
    : [Answer<O>] extends [never]
      ? Promise<string>
      : Answer<O> extends { data: (infer Item)[]; next_cursor: string | null }
        ? List<Camel<Item>, Camel<Answer<O>> & Page<Camel<Item>>>
        : Promise<Camel<Answer<O>>>;

export type Call<O> = (...args: [...IdArguments<O>, ...InputArguments<O>, options?: RequestOptions]) => Result<O>;

type Table = typeof OPERATIONS;
/** Every operation of the API as `noun.verb`: `orders.create`, `payments.capture`, `endpoints.rotateSecret` … */
export type Resources = {
  readonly [Noun in keyof Table]: {
    readonly [Verb in keyof Table[Noun]]: Call<Operation<`${Noun}_${Verb & string}`>>;
  };
};

interface Definition {
  method: string;
  path: string;
  input: 'body' | 'query' | 'none';
  answer: 'json' | 'list' | 'text' | 'stream';
}

const ACCEPT = {
  json: 'application/json',
  list: 'application/json',
  text: 'text/plain, */*',
  stream: 'text/event-stream',
} as const;

/** The table of operations made callable. */
export function resourcesOf(transport: Transport): Resources {
  const nouns: Record<string, Record<string, Definition>> = OPERATIONS;
  const callable = Object.entries(nouns).map(([noun, verbs]) => [
    noun,
    Object.fromEntries(Object.entries(verbs).map(([verb, definition]) => [verb, caller(transport, definition)])),
  ]);
  return Object.fromEntries(callable) as Resources;
}

function caller(transport: Transport, definition: Definition): (...args: unknown[]) => unknown {
  return (...args) => {
    const path = definition.path.replace(/\{\w+\}/g, () => encodeURIComponent(idIn(args)));
    const input = definition.input === 'none' ? undefined : (args.shift() as object | undefined);
    const options = args.shift() as RequestOptions | undefined;
    const send = <T>(given: object | undefined, read: (answer: Response) => Promise<T> | T) =>
      transport.send(
        {
          method: definition.method,
          path,
          accept: ACCEPT[definition.answer],
          ...(definition.input === 'query' && { query: toSnake(given ?? {}) as object }),
          ...(definition.input === 'body' && { body: toSnake(given ?? {}) }),
        },
        read,
        options,
      );
    if (definition.answer === 'stream') return streamed(() => send(input, (answer) => answer), options?.signal);
    if (definition.answer === 'text') return send(input, (answer) => answer.text());
    const ask = (given: object | undefined) => send(given, async (answer) => toCamel(await answer.json()));
    return definition.answer === 'list'
      ? new List((cursor) => ask(pageAt(input, cursor)) as Promise<Page<unknown>>)
      : ask(input);
  };
}

function idIn(args: unknown[]): string {
  const id = args.shift();
  if (typeof id === 'string' && id !== '') return id;
  throw new TypeError(`An id is needed as the first argument, not ${JSON.stringify(id)}`);
}

/** The cursor of a page replaces the offset that the first one may have had. */
function pageAt(query: object | undefined, cursor: string | undefined): object | undefined {
  return cursor === undefined ? query : { ...query, offset: undefined, cursor };
}

/** A stream has no deadline once it runs; a break is told, as what was missed can be asked for again. */
async function* streamed(open: () => Promise<Response>, signal?: AbortSignal): AsyncGenerator<ServerSentEvent> {
  const { body, url } = await open();
  try {
    if (body) yield* serverSentEvents(body);
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionError(`The stream of ${url} broke off: ${(error as Error).message}.`, error);
  }
}
