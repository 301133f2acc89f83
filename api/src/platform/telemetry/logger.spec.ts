import { describe, expect, it } from '@jest/globals';
import { createLogger, type LogLevel, NestLogger } from './logger.js';

function capture(level: LogLevel = 'info') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(line) });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown>;
  return { logger, nest: new NestLogger(logger), lines, last };
}

describe('the logger', () => {
  it('writes one JSON object per line, with a level in words and the time in UTC', () => {
    const { logger, lines, last } = capture();
    logger.info({ request_id: 'abc' }, 'order created');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\}\n$/);
    expect(last()).toMatchObject({ level: 'info', request_id: 'abc', msg: 'order created' });
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('redacts card numbers, CVVs and secrets in messages, nested objects, bindings and stacks', () => {
    const { logger, nest, lines } = capture();
    const error = new Error('bank refused 4111 1111 1111 1111', { cause: new Error('secret_live_abcdef') });
    logger.error({ err: error }, 'charge failed for 4111111111111111');
    logger
      .child({ authorization: 'Basic a2V5OnNlY3JldF90ZXN0' })
      .info({ card: { cvv: '987', n: ['4111-1111-1111-1111'] } });
    nest.error(error, error.stack, 'Payments');
    nest.log({ headers: { 'x-api-secret': 'hush-hush' } });
    const all = lines.join('');
    expect(lines).toHaveLength(4);
    for (const secret of [
      '4111111111111111',
      '4111 1111',
      '4111-1111',
      '987',
      'secret_live_abcdef',
      'a2V5',
      'hush-hush',
    ]) {
      expect(all).not.toContain(secret);
    }
    expect(all).toContain('1111');
  });

  it('logs for Nest: level, context, error and stack', () => {
    const { nest, last } = capture();
    nest.log('Mapped {/health, GET} route', 'RouterExplorer');
    expect(last()).toMatchObject({ level: 'info', context: 'RouterExplorer', msg: 'Mapped {/health, GET} route' });
    nest.error('it broke', 'Error: it broke\n    at x', 'Sweeper');
    expect(last()).toMatchObject({
      level: 'error',
      context: 'Sweeper',
      msg: 'it broke',
      stack: 'Error: it broke\n    at x',
    });
    nest.warn(new TypeError('odd'), 'Queue');
    expect(last()).toMatchObject({
      level: 'warn',
      context: 'Queue',
      msg: 'odd',
      err: { type: 'TypeError', message: 'odd' },
    });
    nest.error('hint lost', new Error('ECONNREFUSED'), 'Queue');
    expect(last()).toMatchObject({ msg: 'hint lost', err: { message: 'ECONNREFUSED' } });
  });

  it('is silent below its level', () => {
    const { logger, nest, lines } = capture('warn');
    logger.info('no');
    nest.log('no');
    nest.verbose('no');
    nest.fatal('yes');
    expect(lines).toHaveLength(1);
    expect(capture('silent').lines).toHaveLength(0);
  });
});
