import { parseArgs } from 'node:util';
import type { OperatorsService } from '../accounts/users/operators.service.js';
import { type Command, columnsOf, COMMANDS, type Flags, type Report, UsageError } from './admin-commands.js';

function usage(): string {
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
