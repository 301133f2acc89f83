import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { APP_PIPE, ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsInt } from 'class-validator';
import { CompiledValidationPipe } from './compiled-validation.pipe.js';

class GoodDto {
  @IsInt() amount: number;
}
class GroupedDto {
  @IsInt({ groups: ['create'] }) amount: number;
}

describe('the validation pipe', () => {
  const pipe = new CompiledValidationPipe(new ModulesContainer());

  it('leaves path parameters, custom decorators and plain types alone', () => {
    const value = { unknown: true };
    expect(pipe.transform('order_1', { type: 'param', metatype: String })).toBe('order_1');
    expect(pipe.transform(value, { type: 'custom', metatype: GoodDto })).toBe(value);
    expect(pipe.transform(value, { type: 'body', metatype: Object })).toBe(value);
    expect(pipe.transform(value, { type: 'body' })).toBe(value);
  });

  it('makes the DTO of a body', () => {
    expect(pipe.transform({ amount: 1 }, { type: 'body', metatype: GoodDto })).toEqual({ amount: 1 });
    expect(() => pipe.transform({ amount: 1, unknown: 1 }, { type: 'body', metatype: GoodDto })).toThrow('unknown');
    expect(() => pipe.transform(undefined, { type: 'body', metatype: GoodDto })).toThrow(
      'amount must be an integer number',
    );
  });

  it('stops the boot at a DTO that it cannot compile', async () => {
    @Controller()
    class Routes {
      @Post() create(@Body() body: GroupedDto) {
        return body;
      }
    }
    @Module({ controllers: [Routes], providers: [{ provide: APP_PIPE, useClass: CompiledValidationPipe }] })
    class App {}
    const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false, abortOnError: false });
    await expect(app.init()).rejects.toThrow('GroupedDto.amount: a validation group is not supported');
    await app.close();
  });
});
