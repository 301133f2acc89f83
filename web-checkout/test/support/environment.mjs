import * as playwright from 'playwright-core';
import Environment from '../../../api/test/support/environment.mjs';

/** The API's, with Playwright: Jest would load it anew in each test file, for a second. So each of its workers loads it once. */
export default class extends Environment {
  constructor(...words) {
    super(...words);
    this.global.playwright = playwright;
  }
}
