import { renderSVG } from 'uqr';
import { upiLink } from '../bank/upi-link.js';
import type { Reply } from '../http/reply.js';
import type { CardErrors, CardField } from './card-form.js';
import { document, html, type Html, raw } from './html.js';
import type { Attempt, Page } from './page.js';

const TEST_NOTE = html`<p class="note">
  This is a simulated acquirer: no money moves, and only test cards belong here. Try 4111 1111 1111 1111, or 4000 0000
  0000 3063 for 3-D Secure.
</p>`;

const WORDS: Readonly<Record<string, string>> = {
  insufficient_funds: 'The account has insufficient funds. Use another card.',
  expired_card: 'The card has expired. Use another card.',
  authentication_failed: 'The card’s bank could not confirm that it is you.',
  upi_rejected: 'The payment was rejected in the UPI app.',
};

export function amountOf({ amount, currency }: Page): string {
  const format = new Intl.NumberFormat('en-IN', { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** digits);
}

const heading = (page: Page): Html =>
  html`<h1>${page.kind === 'challenge' ? 'Card payment' : page.merchantLabel}</h1>
    <p class="amount">${amountOf(page)}</p>`;

const back = (page: Page, words = 'Back to the shop'): Html =>
  html`<a class="button plain" href="${page.returnUrl}" rel="noreferrer">${words}</a>`;

/** The card form and the button for UPI, with the reason of the last decline. */
export function payView(page: Page, last: Attempt | undefined, errors: CardErrors = {}): Reply {
  const declined = last?.status === 'declined' && Object.keys(errors).length === 0;
  const words = WORDS[last?.declineReason ?? ''] ?? 'The payment was declined. Use another method.';
  const body = html`${heading(page)} ${declined && html`<p class="alert" role="alert">${words}</p>`}
  ${page.methods.includes('card') && cardForm(page, errors)} ${page.methods.includes('upi') && upiForm(page)}
  ${back(page, 'Cancel and go back')} ${TEST_NOTE}`;
  return document(`Pay ${page.merchantLabel}`, body, page.returnUrl, Object.keys(errors).length > 0 ? 400 : 200);
}

function cardForm({ id }: Page, errors: CardErrors): Html {
  return html`<h2>Card</h2>
    <form method="post" action="/pay/${id}/card" novalidate>
      ${input('number', 'Card number', 'cc-number', '4111 1111 1111 1111', errors)}
      <div class="pair">
        <div>${input('expiry', 'Expires', 'cc-exp', 'MM/YY', errors)}</div>
        <div>${input('cvv', 'CVV', 'cc-csc', '123', errors)}</div>
      </div>
      <button>Pay by card</button>
    </form>`;
}

function input(name: CardField, label: string, autocomplete: string, placeholder: string, errors: CardErrors): Html {
  const error = errors[name];
  const invalid = error !== undefined && html` aria-invalid="true" aria-describedby="${name}-error"`;
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      inputmode="numeric"
      autocomplete="${autocomplete}"
      placeholder="${placeholder}"
      required${invalid}
    />
    ${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}`;
}

function upiForm({ id }: Page): Html {
  return html`<h2>UPI</h2>
    <form method="post" action="/pay/${id}/upi"><button class="plain">Show QR code</button></form>`;
}

/** The page of the card's bank. */
export function challengeView(page: Page, { number, instrument }: Attempt): Reply {
  const last4 = /:(\d{4}):/.exec(instrument)?.[1] ?? '';
  const body = html`<h1>Confirm the payment (3-D Secure)</h1>
    <p>
      The bank of the card ending in ${last4} asks whether you pay <strong>${amountOf(page)}</strong> to
      <strong>${page.merchantLabel}</strong>.
    </p>
    <form method="post" action="/pay/${page.id}/challenge/${number}">
      <button name="result" value="pass">Pass</button>
      <button class="plain" name="result" value="fail">Fail</button>
      <button class="plain" name="result" value="leave">Leave without an answer</button>
    </form>
    ${TEST_NOTE}`;
  return document('Confirm the payment', body, page.returnUrl);
}

/** The QR code and the link for apps, with buttons in place of an app. */
export function upiView(page: Page, { number }: Attempt): Reply {
  const link = upiLink(page);
  const body = html`${heading(page)}
    <div class="qr" role="img" aria-label="QR code of this UPI payment">${raw(renderSVG(link, { border: 0 }))}</div>
    <a class="button plain" href="${link}">Open a UPI app</a>
    <form method="post" action="/pay/${page.id}/upi/${number}">
      <button name="result" value="approve">Simulate approval</button>
      <button class="plain" name="result" value="decline">Simulate rejection</button>
      <button class="plain" name="result" value="leave">Leave without an answer</button>
    </form>
    ${TEST_NOTE}`;
  return document(`Pay ${page.merchantLabel}`, body, page.returnUrl);
}

const ENDS = {
  approved: ['Payment received', 'You can go back to the shop.'],
  declined: ['Payment declined', 'The card’s bank could not confirm that it is you. Try again in the shop.'],
  reversed: ['Payment given back', 'The shop has given the payment back.'],
  closed: ['This page is closed', 'The shop has ended this payment. Begin again in the shop.'],
  expired: ['This page has expired', 'Begin again in the shop.'],
  processing: [
    'Payment in progress',
    'The bank has not responded yet. The shop shows the result as soon as it is known.',
  ],
} as const;

/** A page on which nothing can be paid any more. */
export function endView(page: Page, end: keyof typeof ENDS): Reply {
  const [title, words] = ENDS[end];
  const body = html`${heading(page)}
    <h2>${title}</h2>
    <p class="hint">${words}</p>
    ${back(page)}`;
  return document(title, body, page.returnUrl);
}

export const notFoundView = (): Reply =>
  document(
    'Not found',
    html`<h1>There is no such page</h1>
      <p class="hint">Check the address.</p>`,
    undefined,
    404,
  );
