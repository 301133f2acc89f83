import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { CAN, NEEDS_FRESH_FACTOR, SIGNED_IN } from '../../src/accounts/access/decorators.js';
import { PERMISSIONS } from '../../src/accounts/access/permissions.js';
import { AppModule } from '../../src/app.module.js';
import { PUBLIC, PUBLIC_IN_DEMO } from '../../src/platform/http/public-route.js';
import { cloneTemplate } from '../support/database.js';

interface Route {
  name: string;
  method: RequestMethod;
  handler: object;
  target: object;
}

describe('the module graph', () => {
  let module: TestingModule;
  let routes: Route[];
  let drop: () => Promise<void>;
  const before = { ...process.env };

  beforeAll(async () => {
    const database = await cloneTemplate();
    drop = database.drop;
    Object.assign(process.env, { DATABASE_URL: database.url, LOG_LEVEL: 'silent', REDIS_URL: '' });
    module = await Test.createTestingModule({ imports: [AppModule.forRole('server'), DiscoveryModule] }).compile();
    routes = module
      .get(DiscoveryService)
      .getControllers()
      .flatMap(({ metatype, name }) => routesOf(metatype as object, name));
  });
  afterAll(async () => {
    await module.close();
    process.env = before;
    await drop();
  });

  it('resolves, and has the expected routes', () => {
    expect(routes.length).toBeGreaterThan(35);
  });

  it('gives every route exactly one access rule', () => {
    for (const { name, handler, target } of routes) {
      const said = [CAN, PUBLIC, PUBLIC_IN_DEMO, SIGNED_IN].filter(
        (key) => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, target)) !== undefined,
      );
      // A route that is public in demo runs names the permission that it needs otherwise.
      expect([name, said.filter((key) => !(key === CAN && said.includes(PUBLIC_IN_DEMO))).length]).toEqual([name, 1]);
      const permission: unknown = Reflect.getMetadata(CAN, handler);
      if (permission !== undefined) expect(PERMISSIONS).toContain(permission);
    }
  });

  it('gives every write an idempotency key, except sign-in, sign-out, sessions, second factors, passkeys, policy reports, new passwords, the notifications of acquirers, and what writes nothing', () => {
    const without =
      /^(Auth|Sessions|SecondFactor|Passkey|PolicyReports|PasswordResets|AcquirerNotifications|RazorpayCheckout|RazorpayPaymentsController[.]validateVpa|StripeMethodsController[.]create)/;
    const writes = routes.filter(({ method, name }) => method !== RequestMethod.GET && !without.test(name));
    expect(writes.length).toBeGreaterThan(15);
    for (const { name, handler, target } of writes) {
      const method = name.split('.')[1] ?? '';
      const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, target, method) as Record<
        string,
        { factory?: unknown }
      >;
      const own = Object.values(parameters).filter(({ factory }) => factory !== undefined);
      expect([name, typeof handler, own.length >= 2]).toEqual([name, 'function', true]); // the caller and the key
    }
  });

  it('asks users for a fresh factor before every change of keys, team, endpoints and connections, with listed exceptions', () => {
    const guarded = /^(keys|team|webhooks|connectors):write$/;
    const open = [
      'MembersController.unlock', // lets a member try again, and no one in
      'EndpointsController.test', // sends an event that names no object
      'ConnectorAccountsController.test', // calls the acquirer without effect
      'ReturnSecretController.get',
    ];
    const found = routes.filter(({ handler }) => guarded.test(String(Reflect.getMetadata(CAN, handler))));
    expect(found.length).toBeGreaterThan(18);
    const unguarded = found
      .filter(({ handler }) => Reflect.getMetadata(NEEDS_FRESH_FACTOR, handler) === undefined)
      .map(({ name }) => name);
    expect(unguarded.filter((name) => !open.some((one) => name.startsWith(one)))).toEqual([]);
  });
});

function routesOf(target: object, name: string): Route[] {
  const prototype = (target as { prototype: Record<string, object> }).prototype;
  return Object.getOwnPropertyNames(prototype)
    .map((method) => ({ method, handler: prototype[method]! }))
    .filter(({ method }) => method !== 'constructor')
    .filter(({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(PATH_METADATA, handler))
    .map(({ method, handler }) => ({
      name: `${name}.${method}`,
      method: Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod,
      handler,
      target,
    }));
}
