import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, NotFoundException, Post, Query } from '@nestjs/common';
import { APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiError, ERROR_STATUS, type ErrorCode } from '../errors/api-error.js';
import { CompiledValidationPipe } from '../validation/compiled-validation.pipe.js';
import { QueryInt } from '../validation/query.js';
import { IsAmount } from '../validation/validators.js';
import { ErrorFilter } from './error.filter.js';
import { HTTP_OPTIONS, prepareHttp } from './http-server.js';

class CreateDto {
  @IsAmount() amount: number;
}
class ListQuery {
  @QueryInt(1, 100) limit = 10;
}
let thrown: unknown;

@Controller('things')
class ThingsController {
  @Post() create(@Body() body: CreateDto) {
    return { created: body };
  }
  @Get() list(@Query() query: ListQuery) {
    return { query };
  }
  @Get('boom') boom() {
    throw thrown;
  }
}

@Module({ controllers: [ThingsController], providers: [{ provide: APP_PIPE, useClass: CompiledValidationPipe }] })
class ThingsModule {}

const logged: object[] = [];
let app: NestFastifyApplication;

beforeAll(async () => {
  const adapter = new FastifyAdapter(HTTP_OPTIONS);
  app = await NestFactory.create<NestFastifyApplication>(ThingsModule, adapter, { logger: false, bodyParser: false });
  prepareHttp(adapter.getInstance());
  app.useGlobalFilters(
    new ErrorFilter({
      error: (line: object) => void logged.push(line),
      warn: (line: object) => void logged.push(line),
    }),
  );
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

type Request = { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; url?: string; payload?: string | Buffer; type?: string };

async function send({ method = 'POST', url = '/things', payload, type = 'application/json' }: Request) {
  const headers = { 'x-request-id': 'req-of-the-spec', ...(payload !== undefined && { 'content-type': type }) };
  const answer = await app.inject({ method, url, payload, headers });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
}

async function refusal(request: Request) {
  const { status, headers, body } = await send(request);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['x-request-id']).toBe('req-of-the-spec');
  expect(Object.keys(body)).toEqual(['error']);
  const error = body['error'] as { code: ErrorCode; description: string; field?: string; request_id: string };
  expect(error.request_id).toBe('req-of-the-spec');
  expect(status).toBe(ERROR_STATUS[error.code]);
  return { ...error, status, headers };
}

const afterThrowing = (error: unknown) => {
  thrown = error;
  logged.length = 0;
  return refusal({ method: 'GET', url: '/things/boom' });
};
const coded = (code: string, message = 'secret detail') => Object.assign(new Error(message), { code });

describe('every refusal is the one envelope', () => {
  it.each<[string, Request, string, string]>([
    ['malformed JSON', { payload: '{"amount":' }, 'BAD_REQUEST_ERROR', 'The request body is not valid JSON'],
    [
      'a body too large',
      { payload: `{"a":"${'x'.repeat(70_000)}"}` },
      'BAD_REQUEST_ERROR',
      'The request body must not be larger than 64 kB',
    ],
    [
      'another media type',
      { payload: 'amount=500', type: 'application/x-www-form-urlencoded' },
      'BAD_REQUEST_ERROR',
      'The request body must be sent as application/json',
    ],
    [
      'plain text',
      { payload: 'hello', type: 'text/plain' },
      'BAD_REQUEST_ERROR',
      'The request body must be sent as application/json',
    ],
    ['an empty body', {}, 'BAD_REQUEST_ERROR', "amount must be an integer in the currency's minor unit"],
    [
      'an empty JSON body',
      { payload: '' },
      'BAD_REQUEST_ERROR',
      "amount must be an integer in the currency's minor unit",
    ],
    ['a small amount', { payload: '{"amount":99}' }, 'BAD_REQUEST_ERROR', 'amount must be at least 100'],
    [
      'a bad query',
      { method: 'GET', url: '/things?limit=0' },
      'BAD_REQUEST_ERROR',
      'limit must be an integer from 1 to 100',
    ],
    [
      'an unknown route',
      { method: 'GET', url: '/nowhere?card=4111' },
      'NOT_FOUND_ERROR',
      'No such route: GET /nowhere',
    ],
    ['a wrong method', { method: 'PUT', payload: '{}' }, 'NOT_FOUND_ERROR', 'No such route: PUT /things'],
    [
      'a malformed URL',
      { method: 'GET', url: '/things/%zz' },
      'BAD_REQUEST_ERROR',
      'The request path is not a valid URL',
    ],
  ])('%s', async (_, request, code, description) => {
    expect(await refusal(request)).toMatchObject({ code, description });
  });

  it('refuses a name that an operation does not have', async () => {
    const unknown = { code: 'BAD_REQUEST_ERROR', reason: 'unknown_parameter' };
    expect(await refusal({ payload: '{"amount":500,"amuont":1}' })).toMatchObject({ ...unknown, field: 'amuont' });
    expect(await refusal({ method: 'GET', url: '/things?limt=' })).toMatchObject({ ...unknown, field: 'limt' });
    expect(await refusal({ method: 'GET', url: '/things?limit=1&limit=2' })).toMatchObject({
      reason: 'repeated_parameter',
    });
  });

  it('names the field at fault', async () => {
    expect(await refusal({ payload: '{"amount":"500"}' })).toMatchObject({ field: 'amount' });
  });

  it('keeps what an ApiError says', async () => {
    const error = await afterThrowing(new ApiError('rate_limited', 'Slow down', { retryAfterSeconds: 7 }));
    expect(error).toMatchObject({
      code: 'RATE_LIMIT_ERROR',
      description: 'Slow down',
      reason: 'rate_limited',
      status: 429,
    });
    expect(error.headers['retry-after']).toBe('7');
    expect(logged).toEqual([]);
  });

  it.each([
    ['55P03', 'CONFLICT_ERROR', 409],
    ['40P01', 'CONFLICT_ERROR', 409],
    ['57014', 'SERVICE_UNAVAILABLE', 503],
    ['57P01', 'SERVICE_UNAVAILABLE', 503],
    ['57P03', 'SERVICE_UNAVAILABLE', 503],
    ['53300', 'SERVICE_UNAVAILABLE', 503],
    ['08006', 'SERVICE_UNAVAILABLE', 503],
    ['ECONNREFUSED', 'SERVICE_UNAVAILABLE', 503],
    ['ECONNRESET', 'SERVICE_UNAVAILABLE', 503],
  ])('PostgreSQL error %s: %s, try again', async (sqlState, code, status) => {
    for (const error of [
      coded(sqlState),
      new Error('query failed', { cause: coded(sqlState) }),
      new AggregateError([coded(sqlState)]),
    ]) {
      const answer = await afterThrowing(error);
      expect(answer).toMatchObject({ code, status });
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.description).not.toContain('secret detail');
    }
  });

  it('a pool without a free connection is unavailable, and text that cannot be stored is a bad request', async () => {
    const timeout = 'timeout exceeded when trying to connect';
    expect(await afterThrowing(new Error(timeout))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    for (const code of ['22P05', '22021'])
      expect(await afterThrowing(coded(code))).toMatchObject({ code: 'BAD_REQUEST_ERROR' });
  });

  it.each([coded('23514'), new TypeError('secret detail'), 'a string', undefined])(
    'an internal error: %j is logged and not revealed',
    async (error) => {
      const answer = await afterThrowing(error);
      expect(answer).toMatchObject({ code: 'SERVER_ERROR', status: 500 });
      expect(JSON.stringify(answer)).not.toMatch(/secret detail|at .*\.ts/);
      expect(logged).toEqual([{ request_id: 'req-of-the-spec', method: 'GET', path: '/things/boom', err: error }]);
    },
  );

  it('an exception of the framework keeps its status and message', async () => {
    expect(await afterThrowing(new NotFoundException('Not here'))).toMatchObject({
      code: 'NOT_FOUND_ERROR',
      description: 'Not here',
    });
  });

  it('bytes that are not HTTP get an error response too', async () => {
    const { port } = new URL(await app.getUrl());
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
      socket
        .on('data', (chunk) => (text += chunk.toString()))
        .on('end', () => resolve(text))
        .on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/json/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      error: { code: 'BAD_REQUEST_ERROR', description: 'The request is not valid HTTP' },
    });
  });
});

describe('valid requests', () => {
  it('numbers as numbers, empty query values as absent', async () => {
    expect(await send({ payload: '\ufeff{"amount":500}' })).toMatchObject({
      status: 201,
      body: { created: { amount: 500 } },
    });
    expect((await send({ method: 'GET', url: '/things?limit=25' })).body).toEqual({ query: { limit: 25 } });
    expect((await send({ method: 'GET', url: '/things?limit=' })).body).toEqual({ query: { limit: 10 } });
  });
});
