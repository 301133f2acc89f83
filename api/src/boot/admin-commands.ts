import type { ParseArgsConfig } from 'node:util';
import type { OperatorsService } from '../accounts/users/operators.service.js';

/** A wrong command line: exit code 2. */
export class UsageError extends Error {}

/** `lines` are for people; `data` is what `--json` prints. */
export interface Report {
  lines: string[];
  data: unknown;
}

export interface Flags {
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

/** The rows as lines, with aligned columns. */
export const columnsOf = (rows: string[][]): string[] => {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell)).join('  '));
};

function countIn(limit = String(DEFAULT_LIMIT)): number {
  const count = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (count < 1 || count > MAX_LIMIT) throw new UsageError(`--limit must be a number from 1 to ${MAX_LIMIT}`);
  return count;
}

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
  'reset-second-factor': {
    argument: 'EMAIL',
    about: 'remove the second factors of a user who lost them',
    more: [
      'Make sure who is asking: afterwards the password alone signs in. The sessions of the user end. Merchants that',
      'require a second factor let the user in again once a new one was added.',
    ],
    run: async (operators, email) => {
      const changed = await operators.resetSecondFactor(email);
      const line = changed ? `${email} has no second factor any more.` : `${email} had no second factor.`;
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
  'kept-mails': {
    argument: 'EMAIL',
    about: 'print the mails to an address that a demo run without a mail server keeps',
    more: ['The ten newest, with their links. With SMTP_URL mails are sent, and none are kept.'],
    run: async (operators, email) => {
      const found = await operators.keptMails(email);
      const lines = found.flatMap(({ createdAt, subject, text }) => [`${createdAt}  ${subject}`, '', text]);
      return { lines: found.length > 0 ? lines : [`No mail to ${email} is kept.`], data: found };
    },
  },
  'policy-reports': {
    options: { limit: { type: 'string' } },
    about: 'list what the content security policy of the checkout blocked in browsers',
    more: [
      'The last seen first. A script that is not yours points to an injection, or to a browser extension of a shopper.',
      `--limit N   1 to ${MAX_LIMIT}; ${DEFAULT_LIMIT} if it is left out`,
    ],
    run: async (operators, _, { limit }) => {
      const reports = await operators.policyReports(countIn(limit));
      const rows = reports.map(({ lastSeenAt, count, directive, blocked, source, line }) => [
        lastSeenAt,
        `${count} times`,
        directive,
        blocked,
        source === '' ? '' : `in ${source}${line === null ? '' : `, line ${line}`}`,
      ]);
      return { lines: rows.length > 0 ? columnsOf(rows) : ['No browser has reported a violation.'], data: reports };
    },
  },
  log: {
    options: { limit: { type: 'string' } },
    about: 'list the actions of operators, newest first',
    more: [`--limit N   1 to ${MAX_LIMIT}; ${DEFAULT_LIMIT} if it is left out`],
    run: async (operators, _, { limit }) => {
      const entries = await operators.history(countIn(limit));
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
