import * as playwright from 'playwright-core';
import Environment from '../../../api/test/support/environment.mjs';

/**
 * The environment of the API's tests, with Playwright. Each worker loads Playwright once; Jest would load it for each test
 * file.
 */
export default class extends Environment {
  constructor(...words) {
    super(...words);
    this.global.playwright = playwright;
  }
}
