import type { LoggerService } from '@nestjs/common';
import { destination, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { redactLine } from '../secrets/redaction.js';
import { withSources } from './stack-sources.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * JSON lines on stdout. The finished line is redacted, so that it covers messages, nested objects, bindings and the stacks
 * of errors.
 */
export function createLogger(level: LogLevel, stream: DestinationStream = destination({ fd: 1, sync: false })): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => redactLine(withSources(line)) },
    },
    stream,
  );
}

/** Passes the log of Nest and its modules to the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes the name of the logging class last, and for errors a stack before it. */
  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const details = context === undefined ? rest : rest.slice(0, -1);
    const stack = details.find((detail) => typeof detail === 'string');
    const err = message instanceof Error ? message : details.find((detail) => detail instanceof Error);
    const data = typeof message === 'object' && !(message instanceof Error) ? message : details.find(isPlainObject);
    const text = typeof message === 'string' ? message : err?.message;
    this.logger[level](
      {
        ...(context !== undefined && { context }),
        ...data,
        ...(err && { err }),
        ...(stack !== undefined && { stack }),
      },
      text,
    );
  }
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}
