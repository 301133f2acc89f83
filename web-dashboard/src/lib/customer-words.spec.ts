import { describe, expect, it } from '@jest/globals';
import { customerName, customerReach, isErased, phoneOf } from './customer-words';

const given = (name: string | null, email: string | null, contact: string | null) => ({
  id: null,
  name,
  email,
  contact,
});

describe('a customer in a list', () => {
  it.each([
    [given('Asha Rao', 'asha@example.com', '+919876543210'), 'Asha Rao', 'asha@example.com'],
    [given('Asha Rao', null, '+919876543210'), 'Asha Rao', '+919876543210'],
    [given(null, 'asha@example.com', '+919876543210'), 'asha@example.com', '+919876543210'],
    [given(null, null, '+919876543210'), '+919876543210', null],
    [given('erased', 'erased', null), 'Erased customer', null],
    [null, null, null],
  ])('%j is shown as %j and %j', (customer, name, reach) =>
    expect([customerName(customer), customerReach(customer)]).toEqual([name, reach]),
  );

  it('is erased if every field that it had is erased, and not because of its name alone', () => {
    expect(isErased(given('erased', null, null))).toBe(true);
    expect(isErased(given('erased', 'e@example.com', null))).toBe(false);
    expect(isErased(given(null, null, null))).toBe(false);
  });
});

it.each([
  ['+919000011073', '+91 90000 11073'],
  ['+4366012345678', '+4366012345678'],
  [null, null],
])('the phone number %s reads %s', (contact, words) => {
  expect(phoneOf(contact)).toBe(words);
});
