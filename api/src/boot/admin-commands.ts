import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { OperatorsService } from '../accounts/users/operators.service.js';

/** A wrong command line: exit code 2. */
export class UsageError extends Error {}

/** `lines` are for people; `data` is what `--json` prints. */
export interface Report {
  lines: string[];
  data: unknown;
}

interface Flags {
  waiting?: boolean;
  limit?: string;
  json?: boolean;
  help?: boolean;
  by?: string;
}

export interface Command {
  /** Name of the one argument, if it takes one. */
  argument?: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** One line in the list of commands. */
  about: string;
  /** Further lines of `--help`. */
  more: string[];
  run: (operators: OperatorsService, argument: string, flags: Flags) => Promise<Report>;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

const columnsOf = (rows: string[][]): string[] => {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell)).join('  '));
};

export const COMMANDS: Readonly<Record<string, Command>> = {
  unlock: {
    argument: 'EMAIL',
    about: 'let a user sign in again after too many wrong passwords',
    more: [
      'Ends the lock and the delay between attempts for devices that never signed in to the account. The lock does not',
      'affect known devices and open sessions.',
    ],
    run: async (operators, email) => {
      const changed = await operators.unlock(email);
      const line = changed ? `${email} may sign in again.` : `${email} was not locked: nothing changed.`;
      return { lines: [line], data: { email, changed } };
    },
  },
  operators: {
    about: 'list the operators of this gateway',
    more: ['Operators may open live merchants without waiting for an activation.'],
    run: async (operators) => {
      const found = await operators.operators();
      const none = 'There are no operators. Make one with `admin make-operator EMAIL`.';
      const lines = found.length > 0 ? columnsOf(found.map(({ email, name }) => [email, name])) : [none];
      return { lines, data: found.map(({ id, email, name }) => ({ id, email, name })) };
    },
  },
  'make-operator': {
    argument: 'EMAIL',
    about: 'let a user open live merchants',
    more: ['The user must have an account. Their roles at merchants do not change.'],
    run: async (operators, email) => {
      const changed = await operators.setOperator(email, true);
      return {
        lines: [changed ? `${email} is an operator now.` : `${email} was an operator already.`],
        data: { email, changed },
      };
    },
  },
  'remove-operator': {
    argument: 'EMAIL',
    about: 'withdraw that right',
    more: ['Live merchants that they opened stay active.'],
    run: async (operators, email) => {
      const changed = await operators.setOperator(email, false);
      return {
        lines: [changed ? `${email} is no operator any more.` : `${email} was no operator.`],
        data: { email, changed },
      };
    },
  },
  merchants: {
    options: { waiting: { type: 'boolean' } },
    about: 'list the live merchants',
    more: ['--waiting   only those that are not activated yet'],
    run: async (operators, _, { waiting = false }) => {
      const found = await operators.liveMerchants(waiting);
      const rows = found.map(({ id, name, madeBy, createdAt, activatedAt }) => [
        id,
        activatedAt ? `active since ${activatedAt}` : 'WAITS',
        `made ${createdAt} by ${madeBy ?? 'a user that was not recorded'}`,
        name,
      ]);
      const none = waiting ? 'No live merchant waits to be activated.' : 'There are no live merchants.';
      return { lines: rows.length > 0 ? columnsOf(rows) : [none], data: found };
    },
  },
  activate: {
    argument: 'MERCHANT_ID',
    about: 'let a live merchant take orders and payments',
    more: ['Its API keys work within five seconds. `admin merchants --waiting` shows the ids.'],
    run: async (operators, id) => {
      const { merchant, changed } = await operators.activate(id);
      const line = changed ? `${merchant.name} is active now.` : `${merchant.name} was active already.`;
      return { lines: [line], data: { id: merchant.id, name: merchant.name, changed } };
    },
  },
  log: {
    options: { limit: { type: 'string' } },
    about: 'list the actions of operators, newest first',
    more: [`--limit N   1 to ${MAX_LIMIT}; ${DEFAULT_LIMIT} if it is left out`],
    run: async (operators, _, { limit = String(DEFAULT_LIMIT) }) => {
      const count = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
      if (count < 1 || count > MAX_LIMIT) throw new UsageError(`--limit must be a number from 1 to ${MAX_LIMIT}`);
      const entries = await operators.history(count);
      const rows = entries.map(({ createdAt, actor, action, objectId, detail }) => [
        createdAt,
        actor,
        action,
        objectId,
        detail?.email ?? detail?.name ?? '',
      ]);
      return { lines: rows.length > 0 ? columnsOf(rows) : ['No operator has done anything yet.'], data: entries };
    },
  },
};

export function usage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { argument = '', about }]) => [`  ${name} ${argument}`, about]);
  return [
    'usage: admin <command> [--json] [--by NAME]',
    '',
    'For operators of this gateway. Each change is recorded in the operator log and in the audit log of its merchants.',
    '',
    ...columnsOf(rows),
    '',
    '--json prints JSON. --by sets your name in the log, if several people share an account of this machine.',
    '`admin <command> --help` describes one command. Exit codes: 0 done, 1 failed, 2 wrong usage.',
  ].join('\n');
}

const helpOf = (name: string, { argument, about, more, options = {} }: Command): string => {
  const flags = Object.keys(options).map((flag) => ` [--${flag}${options[flag]?.type === 'string' ? ' N' : ''}]`);
  return [
    `usage: admin ${name}${argument ? ` ${argument}` : ''}${flags.join('')} [--json] [--by NAME]`,
    '',
    about,
    ...more,
  ].join('\n');
};

/** A command to run, or a text to print instead. */
export type Parsed =
  { help: string } | { run: (operators: OperatorsService) => Promise<Report>; json: boolean; by: string | undefined };

export function parseCommand(words: readonly string[]): Parsed {
  const [name, ...rest] = words;
  if (name === undefined) throw new UsageError(usage());
  if (['help', '--help', '-h'].includes(name)) return { help: usage() };
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`There is no command ${name}.\n\n${usage()}`);
  const { values, positionals } = parsed(name, command, rest);
  if (values.help) return { help: helpOf(name, command) };
  const wanted = command.argument === undefined ? 0 : 1;
  if (positionals.length !== wanted) {
    const fault = wanted === 0 ? `${name} takes no argument` : `${name} takes one argument, ${command.argument}`;
    throw new UsageError(`${fault}.\n\n${helpOf(name, command)}`);
  }
  const [argument = ''] = positionals;
  return { run: (operators) => command.run(operators, argument, values), json: values.json === true, by: values.by };
}

function parsed(name: string, command: Command, args: string[]) {
  const options = {
    ...command.options,
    json: { type: 'boolean' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { values: values as Flags, positionals };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${helpOf(name, command)}`);
  }
}
