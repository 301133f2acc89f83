import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { OpenedConnector } from './connector-entry.js';
import { OpenConnectors } from './open-connectors.js';

const GRACE_MS = 10_000;

describe('the connectors of accounts', () => {
  let closed: string[];
  let opened: number;
  const failed = jest.fn();
  const open = (name: string) => () => {
    opened++;
    const close = () => (name === 'broken' ? Promise.reject(new Error(name)) : Promise.resolve(void closed.push(name)));
    return { name, close } as unknown as OpenedConnector & { name: string };
  };
  beforeEach(() => {
    jest.useFakeTimers();
    closed = [];
    opened = 0;
  });
  afterEach(() => void jest.useRealTimers());

  it('are opened once for each account and its credentials', () => {
    const connectors = new OpenConnectors<OpenedConnector>(GRACE_MS, failed);
    const first = connectors.get('ca_1', 'sealed', open('first'));
    expect(connectors.get('ca_1', 'sealed', open('again'))).toBe(first);
    expect(connectors.get('ca_2', 'sealed', open('second'))).not.toBe(first);
    expect(opened).toBe(2);
  });

  it('are replaced when the credentials are rotated, and closed when no call can be under way any more', async () => {
    const connectors = new OpenConnectors<OpenedConnector>(GRACE_MS, failed);
    const first = connectors.get('ca_1', 'sealed', open('first'));
    expect(connectors.get('ca_1', 'sealed anew', open('second'))).not.toBe(first);
    await jest.advanceTimersByTimeAsync(GRACE_MS - 1);
    expect(closed).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(closed).toEqual(['first']);
  });

  it('that have not been used for longest are closed when there are too many', async () => {
    const connectors = new OpenConnectors<OpenedConnector>(GRACE_MS, failed);
    for (let n = 0; n < 500; n++) connectors.get(`ca_${n}`, 'sealed', open(`${n}`));
    connectors.get('ca_0', 'sealed', open('again'));
    connectors.get('ca_500', 'sealed', open('500'));
    await jest.advanceTimersByTimeAsync(GRACE_MS);
    expect(closed).toEqual(['1']);
  });

  it('are all closed at the end, also those that wait to be closed and after one that cannot be', async () => {
    const connectors = new OpenConnectors<OpenedConnector>(GRACE_MS, failed);
    connectors.get('ca_0', 'sealed', open('broken'));
    connectors.get('ca_1', 'sealed', open('first'));
    connectors.get('ca_1', 'sealed anew', open('second'));
    await connectors.closeAll();
    expect(closed.sort()).toEqual(['first', 'second']);
    expect(failed).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(GRACE_MS);
    expect(closed).toHaveLength(2);
  });
});
