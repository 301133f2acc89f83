import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

/** The storages that the current test file, and Jest for it, have used. */
const used = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...words) {
  used.add(this);
  return run.apply(this, words);
};

/**
 * Jest makes an AsyncLocalStorage for each test file. Before Node 24 every promise copies the value of each storage that
 * was ever used in the process: without this, each file slows the ones after it.
 */
export default class Environment extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
}
