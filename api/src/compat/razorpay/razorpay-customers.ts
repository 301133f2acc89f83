import { CreateCustomerDto, UpdateCustomerDto } from '../../money/customers/customer.dto.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { contactOf, given, isFalse, refuseUnknown, type Sent } from './razorpay-requests.js';

export type NewCustomer = CreateCustomerDto;

const newFrom = compileDto(CreateCustomerDto);
const changeFrom = compileDto(UpdateCustomerDto);
const FIELDS = ['name', 'email', 'contact'];

/** `fail_existing` is 1 unless 0 is sent. */
export function customerOf(sent: Sent): { customer: NewCustomer; failsIfKnown: boolean } {
  refuseUnknown(sent, [...FIELDS, 'notes', 'fail_existing']);
  const { name, email, contact, notes, fail_existing: flag } = sent;
  const customer = newFrom(given({ name, email, contact: contactOf(contact), notes })) as NewCustomer;
  return { customer, failsIfKnown: flag === undefined || !isFalse(flag) };
}

export function changedCustomerOf(sent: Sent): UpdateCustomerDto {
  refuseUnknown(sent, FIELDS);
  const { name, email, contact } = sent;
  return changeFrom(given({ name, email, contact: contactOf(contact) }));
}
