import { expect, it } from '@jest/globals';
import { actionWords } from './audit-words';

it.each([
  ['auth.login', 'Signed in'],
  ['api_keys.create', 'API key created'],
  ['endpoints.rotate_secret', 'Webhook endpoint got a new secret'],
  ['second_factor.renew_recovery_codes', 'Second factor: renew recovery codes'],
  ['payments.capture', 'Payments: capture'],
])('the action %s reads %s', (action, words) => expect(actionWords(action)).toBe(words));
