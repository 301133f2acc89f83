'use server';

import { type PaymentGateway, PaymentGatewayError, type RequestOptions } from '@payment-gateway/sdk';
import { qrPath } from '@payment-gateway/web/qr-code';
import { refresh } from 'next/cache';
import { type ActionState, attempt, proofIn, refused, textIn } from '../../lib/action';
import { confirmField, confirmKindOf } from '../../lib/confirm-kind';
import { onBehalfOf, readUser } from '../../lib/session';

/** The steps of adding an authenticator app, in one form. */
export interface TotpSetupState extends ActionState {
  /** The secret that waits for its first code. */
  setup?: { secret: string; url: string; qr: { path: string; side: number } };
  /** Options for the browser, which makes the passkey. */
  ready?: string;
}

/** Confirms with what the form asked for. */
async function confirmed(form: FormData, { auth }: PaymentGateway, options: RequestOptions): Promise<void> {
  const proof = proofIn(form);
  if (proof) await auth.confirm(proof, options);
}

/** Codes come with the first factor only. */
const added = (codes: string[]): TotpSetupState =>
  codes.length > 0
    ? { secret: codesOf(codes, 'From now on, each sign-in asks for a second factor.') }
    : { done: 'Added. Your recovery codes stay valid.' };

const codesOf = (codes: readonly string[], then: string) => ({
  label: `Keep them apart from your device: each signs in once without it. They are shown only here. ${then}`,
  value: codes.join('\n'),
  codes,
});

const setupOf = (secret: string, url: string) => ({ secret, url, qr: qrPath(url) });

/** Begins, or confirms the secret that the form holds. The page may be one without a merchant. */
export async function setUpTotp(_: TotpSetupState, form: FormData): Promise<TotpSetupState> {
  const { gateway, me } = await readUser();
  const [secret, url, code] = ['secret', 'url', 'code'].map((name) => textIn(form, name));
  const setup = secret && url ? setupOf(secret, url) : undefined;
  const options = await onBehalfOf();
  try {
    await confirmed(form, gateway, options);
    if (setup && code) {
      const { recoveryCodes } = await gateway.secondFactor.confirmTotp({ code }, options);
      refresh();
      return added(recoveryCodes);
    }
    const begun = await gateway.secondFactor.beginTotp(options);
    return { setup: setupOf(begun.secret, begun.otpauthUrl) };
  } catch (error) {
    const kept = setup && { setup };
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error.reason === 'fresh_factor_required') {
      const kind = await confirmKindOf(gateway, me.user.secondFactor);
      return { ...kept, confirm: kind, error: { description: 'Confirm that it is you.', field: confirmField(kind) } };
    }
    const isWrong = error.reason === 'wrong_password' || (error.reason === 'wrong_code' && !code);
    if (isWrong) return { ...kept, ...refused(error), confirm: await confirmKindOf(gateway, me.user.secondFactor) };
    return { ...kept, ...refused(error) };
  }
}

/** The first send only asks whether the session is fresh; the second brings the passkey. */
export async function addPasskey(_: TotpSetupState, form: FormData): Promise<TotpSetupState> {
  const { gateway, me } = await readUser();
  const options = await onBehalfOf();
  const [name, response] = [textIn(form, 'name'), textIn(form, 'passkey')];
  try {
    await confirmed(form, gateway, options);
    if (!response) return { ready: (await gateway.passkeys.options(options)).options, typed: { name } };
    const { recoveryCodes } = await gateway.passkeys.add({ name, response }, options);
    refresh();
    return added(recoveryCodes);
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    const isAsked = error.reason === 'fresh_factor_required';
    const isWrong = error.reason === 'wrong_password' || error.reason === 'wrong_code';
    const state = { ...refused(error), typed: { name } };
    return isAsked || isWrong ? { ...state, confirm: await confirmKindOf(gateway, me.user.secondFactor) } : state;
  }
}

export async function removeTotp(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, { headers }) => {
    await gateway.secondFactor.removeTotp({ ...(headers && { headers }) });
    return 'Removed.';
  });
}

export async function renewRecoveryCodes(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, { headers }) => {
    const { recoveryCodes } = await gateway.secondFactor.renewRecoveryCodes({ ...(headers && { headers }) });
    return { done: 'New recovery codes.', secret: codesOf(recoveryCodes, 'The old ones are no longer valid.') };
  });
}
