import { expect } from '@jest/globals';
import { ConfigError, readSettings } from '../../src/platform/config/config.js';

export const DATABASE_URL = 'postgres://gateway@127.0.0.1/gateway';
export const STRONG_KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
export const LIVE = { DATABASE_URL, DEMO: 'false', ENCRYPTION_KEY: STRONG_KEY };

/** The lines of the error message, without its heading. */
export function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}
