import type { ReasonTable } from './input-reasons.js';

/** Reasons that lie in the state of an object or in a limit, for well-formed requests. All are 400. */
export const RULE_REASONS = {
  order_already_paid: ['a payment of the order was captured', 'nothing is owed; show the order as paid'],
  order_expired: ['its `expires_at` has passed', 'create a new order'],
  order_cancelled: ['the order was cancelled', 'create a new order'],
  order_payment_under_way: [
    'a payment of the order is at the bank, or authorised',
    'cancel the payment, or wait for its end',
  ],
  order_attempts_exceeded: ['10 payments of the order failed at the checkout', 'create a new order'],
  reference_id_taken: [
    'another payment link of the merchant has this `reference_id`',
    'send another one, or list the links with this `reference_id`',
  ],
  payment_link_paid: ['the single payment link is paid', 'nothing is owed; create a new link for another payment'],
  payment_link_expired: ['its `expires_at` has passed', 'create a new payment link'],
  payment_link_cancelled: ['the payment link was cancelled', 'create a new payment link'],
  method_currency_mismatch: [
    'the payment method does not take the currency of the order',
    'offer cards; UPI takes INR only',
  ],
  upi_collect_off: [
    'the merchant does not take UPI collect, and the payment names a `vpa`',
    'send `flow: "intent"` and no `vpa`; show `next_action.upi_link` as a QR code or a link ([UPI](upi.md))',
  ],
  flow_not_supported: [
    "the merchant's connection does not take payments in this way",
    'send `flow: "redirect"`: the shopper pays on a page of the acquirer',
  ],
  connection_limit: [
    "the merchant's connection does not take the order's amount, currency or capture",
    'create another order, or use another connection',
  ],
  refund_not_supported: [
    'the acquirer refunds in full only, or its time for refunds has passed',
    'refund all of the payment, or give the money back by other means',
  ],
  no_connection: [
    'no enabled connection of the merchant takes the payment',
    '[add a connection](connections.md), or enable or change one',
  ],
  connector_mode_mismatch: [
    'the connector takes no payments of merchants in this mode',
    'use one that `GET /api/v1/connectors` lists',
  ],
  connector_account_disabled: [
    'a routing rule names a disabled connector account',
    'enable the account, or leave it out',
  ],
  routing_rules_overlap: [
    'some payments would meet two routing rules',
    'change methods, currencies or amounts so that each payment meets one rule',
  ],
  no_other_connection: [
    'no other connection takes the payment, or its time or its three charges are used up',
    'go on with the open page, or create a new payment',
  ],
  credentials_refused: [
    'the acquirer does not accept the credentials; new ones of an account also if it does not respond',
    'do as the description says, and try again; nothing was changed, former credentials are still in use',
  ],
  another_acquirer_account: [
    'the new credentials belong to another account at the acquirer',
    'add a connector account for them',
  ],
  payment_not_capturable: [
    'it is not authorised, is captured with another amount, or is being cancelled',
    'read the payment; capture once',
  ],
  payment_not_releasable: [
    'its outcome is known, or the acquirer has not been asked to close it',
    'cancel the payment; release it only if the acquirer does not answer',
  ],
  payment_not_cancellable: ['it is final, or its capture has begun', 'refund it if it was captured'],
  payment_not_captured: ['only captured money can be refunded', 'capture first, or cancel the payment'],
  capture_exceeds_authorised: ['the amount to capture is above the amount of the payment', 'capture at most `amount`'],
  refund_exceeds_captured: [
    'the amount is above what was captured and neither refunded nor disputed',
    'refund at most `amount_captured` minus `amount_refunded`, `amount_disputed` and `amount_refunded_elsewhere`',
  ],
  wrong_otp: [
    'a one-time password sent through the Razorpay API is wrong',
    'ask the shopper for it again; the description has the tries that are left',
  ],
  payment_declined: [
    'a payment made through the Razorpay or Stripe API was declined',
    'let the shopper pay in another way, with a new payment of the same order',
  ],
  key_cannot_sign: [
    'only a hash of the secret of this API key is stored, so that it cannot sign',
    'roll the key, and use the new one',
  ],
  facade_not_supported: [
    'the Razorpay or Stripe API has this, the gateway does not',
    'leave it out; [the table](facades.md) lists what is supported',
  ],
  no_action_expected: [
    'the payment is not in `requires_action`, or the time for the action has passed',
    'read the payment',
  ],
  other_action_expected: ['the payment waits for the other kind of action', 'send what `next_action.type` names'],
  test_merchant_only: [
    'only the UPI app of a test merchant can be simulated',
    'wait for the shopper to approve in their app',
  ],
  customer_erased: ['the data of the customer was erased', 'create another customer, or leave out `customer.id`'],
  endpoint_disabled: ['tests, replays, retries and resends need an enabled endpoint', 'enable the endpoint first'],
  limit_reached: [
    'the maximum number of members, API keys, endpoints, connector accounts or merchants is reached',
    'remove one first, or ask an operator',
  ],
  api_keys_undecided: [
    'API keys that the member made still work',
    'add `?api_keys=revoke`, or `?api_keys=keep` if a server still needs them',
  ],
  already_member: ['the person with this email is a member already', 'change their role instead'],
  last_owner: ['the merchant would be left without an owner', 'make another member owner first'],
  account_exists: ['there is an account with this email', 'sign in instead'],
  invite_invalid: ['the invite was used, withdrawn, or has expired', 'ask for a new invite'],
  receipt_without_pdf: [
    'a name or number on the receipt is in a script that its PDF has no font for',
    'open the page of the receipt, which can be printed',
  ],
  mail_off: ['this gateway sends no mail', 'ask its operator for help, or to set `SMTP_URL`'],
  reset_invalid: ['the link for a new password was used, replaced, or has expired', 'request a new one'],
  second_factor_exists: ['the person has an authenticator app already', 'remove it first'],
  second_factor_absent: ['there is no such second factor', 'add one first'],
  second_factor_elsewhere: [
    'the member also belongs to merchants that the caller does not own',
    'ask the operator of the gateway to reset the second factor',
  ],
  invite_for_another: ['the invite was made for another email', 'register with the email that was invited'],
} as const satisfies ReasonTable;
