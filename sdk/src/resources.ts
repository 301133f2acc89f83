import { apiPromiseOf, infoOf } from './api-promise.js';
import { toCamel, toSnake } from './casing.js';
import { connectionError, UsageError } from './errors.js';
import { OPERATIONS } from './generated/operations.js';
import type { Resources } from './generated/resources.js';
import { List, type Page } from './list.js';
import { checkCallOptions, type RequestOptions } from './options.js';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.js';
import type { Transport } from './transport.js';

interface Definition {
  method: string;
  path: string;
  input: 'body' | 'query' | 'none';
  answer: 'json' | 'list' | 'text' | 'bytes' | 'stream';
}

const ACCEPT = {
  json: 'application/json',
  list: 'application/json',
  text: 'text/plain, */*',
  bytes: 'application/pdf, application/json',
  stream: 'text/event-stream',
} as const;

/** How the body of a response is read. A stream is read as it arrives. */
const json = async (response: Response) => toCamel(await response.json());
const READERS = {
  json,
  list: json,
  text: (response: Response) => response.text(),
  bytes: async (response: Response) => new Uint8Array(await response.arrayBuffer()),
} as const;

/** Builds a function for each operation of the table. */
export function resourcesOf(transport: Transport): Resources {
  const nouns: Record<string, Record<string, Definition>> = OPERATIONS;
  const callable = Object.entries(nouns).map(([noun, verbs]) => [
    noun,
    Object.fromEntries(
      Object.entries(verbs).map(([verb, definition]) => [verb, caller(transport, `${noun}.${verb}`, definition)]),
    ),
  ]);
  return Object.fromEntries(callable) as Resources;
}

function caller(transport: Transport, name: string, definition: Definition): (...args: unknown[]) => unknown {
  return (...given) => {
    const { path, input, options } = argumentsOf(name, definition, given);
    const { answer } = definition;
    const send = <T>(input: object | undefined, read: (response: Response) => Promise<T> | T) =>
      transport.send(
        {
          method: definition.method,
          path,
          accept: ACCEPT[answer],
          ...(definition.input === 'query' && { query: toSnake(input ?? {}) as object }),
          ...(definition.input === 'body' && { body: toSnake(input ?? {}) }),
        },
        read,
        options,
      );
    if (answer === 'stream') return streamed(() => send(input, (response) => response), options?.signal);
    const ask = (input: object | undefined) =>
      send(input, async (response) => ({
        data: await READERS[answer](response),
        response: infoOf(response),
      }));
    return answer === 'list'
      ? new List(async (cursor) => {
          const { data, response } = await ask(pageAt(input, cursor));
          return { data: data as Page<unknown>, response };
        })
      : apiPromiseOf(ask(input));
  };
}

/** Checks the arguments of a call against its operation; an extra one would be an option without effect. */
function argumentsOf(name: string, definition: Definition, given: unknown[]) {
  const rest = [...given];
  const path = definition.path.replace(/\{\w+\}/g, () => encodeURIComponent(idIn(name, rest)));
  const input = definition.input === 'none' ? undefined : (rest.shift() as object | undefined);
  const options = rest.shift() as RequestOptions | undefined;
  if (rest.some((argument) => argument !== undefined)) {
    const takes = [
      ...[...definition.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter),
      ...(definition.input === 'none' ? [] : [definition.input === 'query' ? 'query' : 'input']),
      'options',
    ];
    throw new UsageError(`${name} takes (${takes.join(', ')}), and was called with ${given.length} arguments`);
  }
  checkCallOptions(options, name);
  return { path, input, options };
}

function idIn(name: string, args: unknown[]): string {
  const id = args.shift();
  if (typeof id === 'string' && id !== '') return id;
  throw new UsageError(`An id is needed as the first argument of ${name}, not ${JSON.stringify(id)}`);
}

/** The cursor of a page replaces the offset of the first request. */
function pageAt(query: object | undefined, cursor: string | undefined): object | undefined {
  return cursor === undefined ? query : { ...query, offset: undefined, cursor };
}

/** A running stream has no deadline. A break is an error, because the caller can request the missed messages again. */
async function* streamed(open: () => Promise<Response>, signal?: AbortSignal): AsyncGenerator<ServerSentEvent> {
  const { body, url } = await open();
  try {
    if (body) yield* serverSentEvents(body);
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionError({ description: `The stream of ${url} broke off: ${(error as Error).message}.` }, error);
  }
}
