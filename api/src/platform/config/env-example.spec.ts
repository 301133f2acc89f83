import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DATABASE_URL } from '../../../test/support/settings.js';
import { readSettings } from './config.js';
import { envExample } from './env-example.js';
import { schema } from './schema.js';

describe('.env.example', () => {
  it('lists every variable of the schema, in its order, with its default', () => {
    const listed = [...envExample().matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(schema.shape));
  });

  it('read as an environment it sets nothing but the defaults', () => {
    const set = Object.fromEntries(
      [...envExample().matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(set).length).toBeGreaterThan(20);
    expect(readSettings({ ...set, DATABASE_URL })).toEqual(readSettings({ DATABASE_URL }));
  });

  it('the file at the root is the schema’s', () => {
    expect(readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
  });
});
