import { TestEnvironment } from 'jest-environment-node';
import * as playwright from 'playwright-core';

/** Node, with Playwright: Jest would load it anew in each test file, for a second. So each of its workers loads it once. */
export default class extends TestEnvironment {
  constructor(...words) {
    super(...words);
    this.global.playwright = playwright;
  }
}
