import type { AccountHealth } from '../../../src/acquiring/routing/account-health.js';
import type { MerchantRouting, RoutedAccount, RoutedPayment } from '../../../src/acquiring/routing/routed-payment.js';
import type { Sheet } from '../../../src/acquiring/connectors/sheet.js';
import { Random } from '../../chaos/random.js';
import { answersAt, DEAD, DEADLINE_S, type HiddenAcquirer } from './series.js';

/** The gateway's own code, as it was built. */
const built = (name: string): Promise<unknown> =>
  import(new URL(`../../../dist/modules/acquiring/routing/${name}.js`, import.meta.url).href);
type HealthCode = typeof import('../../../src/acquiring/routing/account-health.js');
type ChoiceCode = typeof import('../../../src/acquiring/routing/choose-account.js');
const { healthAfter, newHealth, stateOf } = (await built('account-health')) as HealthCode;
const { chooseAccount } = (await built('choose-account')) as ChoiceCode;

export type Policy = 'gateway' | 'fixed' | 'oracle';

export interface Simulated {
  /** Of the payments' first attempts, the answered share. */
  readonly answered: number;
  /** Seconds from the beginning of an outage of the account in use until nine of ten payments went elsewhere. */
  readonly left: readonly number[];
  /** Seconds from the end of such an outage until the account was used again. */
  readonly returned: readonly number[];
  /** How often an account was passed over outside of every spell. */
  readonly falsely: number;
  readonly attempts: number;
}

interface Ended {
  readonly at: number;
  readonly account: string;
  readonly isAnswered: boolean;
}

const PAYMENT: RoutedPayment = {
  ...{ method: 'card', flow: null, connector: 'simulated', amount: 500, currency: 'INR', capture: 'automatic' },
};
const SHEET = {
  ...{ methods: ['card'], currencies: null, flows: [], captureModes: ['automatic'], limits: {} },
} as unknown as Sheet;
/** Payments a second, and how many are looked at to see where traffic goes. */
const RATE = 2;
const WINDOW = 20;

/** Sends payments at random times for so long. The same seed has the same payments and the same luck for each policy. */
export function simulate(
  acquirers: readonly HiddenAcquirer[],
  policy: Policy,
  seed: number,
  seconds: number,
): Simulated {
  const [times, luck] = [new Random(seed), new Random(seed + 1)];
  const health = new Map<string, AccountHealth>(acquirers.map(({ id }) => [id, newHealth('card')]));
  const log: { at: number; account: string }[] = [];
  let pending: Ended[] = [];
  let [answered, falsely] = [0, 0];
  for (let at = times.wait(1 / RATE); at < seconds; at += times.wait(1 / RATE)) {
    const due = pending.filter((one) => one.at <= at).sort((a, b) => a.at - b.at);
    pending = pending.filter((one) => one.at > at);
    for (const ended of due) falsely += learn(health, acquirers, ended);
    const account = chosenBy(policy, acquirers, health, at);
    const acquirer = acquirers.find(({ id }) => id === account) as HiddenAcquirer;
    const isAnswered = luck.next() < answersAt(acquirer, at);
    if (isAnswered) answered++;
    pending.push({ at: at + (isAnswered ? acquirer.delay : DEADLINE_S), account, isAnswered });
    log.push({ at, account });
  }
  return { answered: answered / log.length, falsely, attempts: log.length, ...movesOf(acquirers, log, seconds) };
}

function chosenBy(
  policy: Policy,
  acquirers: readonly HiddenAcquirer[],
  health: Map<string, AccountHealth>,
  at: number,
): string {
  if (policy === 'fixed') return 'first';
  if (policy === 'oracle') {
    return acquirers.reduce((best, one) => (answersAt(one, at) > answersAt(best, at) ? one : best)).id;
  }
  const now = at * 1_000;
  const accounts = acquirers.map(({ id }) => accountOf(id, health.get(id) as AccountHealth));
  const routing: MerchantRouting = { now, version: 0, rules: [], retryElsewhere: null, accounts };
  const { account, choice } = chooseAccount(routing, PAYMENT, { sheetOf: () => SHEET });
  if (!account) throw new Error('No account was chosen');
  const chosen = health.get(account.id) as AccountHealth;
  if (choice === 'trial') health.set(account.id, { ...chosen, trialUntil: now + 2 * DEADLINE_S * 1_000 });
  return account.id;
}

const accountOf = (id: string, own: AccountHealth): RoutedAccount => ({
  ...{ id, label: id, connector: 'simulated', methods: null, currencies: null, enabled: true, health: [own] },
});

/** 1 if the account is passed over from here on although its acquirer is as it always is. */
function learn(
  health: Map<string, AccountHealth>,
  acquirers: readonly HiddenAcquirer[],
  { at, account, isAnswered }: Ended,
): number {
  const before = health.get(account) as AccountHealth;
  const after = healthAfter(before, { answered: isAnswered ? 1 : 0, failed: isAnswered ? 0 : 1 }, at * 1_000);
  health.set(account, after);
  const acquirer = acquirers.find(({ id }) => id === account) as HiddenAcquirer;
  const isIll = answersAt(acquirer, at - DEADLINE_S) < acquirer.answers;
  return stateOf(before, at * 1_000) === 'well' && after.passedOverUntil !== null && !isIll ? 1 : 0;
}

/** When traffic left and came back, for each outage of an account that had most of the traffic before it. */
function movesOf(
  acquirers: readonly HiddenAcquirer[],
  log: readonly { at: number; account: string }[],
  seconds: number,
) {
  const left: number[] = [];
  const returned: number[] = [];
  const shareOf = (account: string, end: number) => {
    const seen = log.slice(Math.max(0, end - WINDOW), end);
    return seen.filter((one) => one.account === account).length / Math.max(1, seen.length);
  };
  const firstAfter = (at: number) => log.findIndex((one) => one.at >= at);
  for (const { id, spells } of acquirers) {
    for (const { from, until, answers } of spells) {
      const begin = firstAfter(from);
      if (answers > DEAD || begin < WINDOW || until >= seconds || shareOf(id, begin) < 0.9) continue;
      const gone = log.findIndex((one, i) => i >= begin && one.at < until && shareOf(id, i) <= 0.1);
      if (gone === -1) continue;
      left.push((log[gone]?.at ?? from) - from);
      const next = spells.find((spell) => spell.from >= until)?.from ?? seconds;
      const back = log.findIndex((one, i) => one.at >= until && one.at < next && i > gone && shareOf(id, i) >= 0.9);
      if (back !== -1) returned.push((log[back]?.at ?? until) - until);
    }
  }
  return { left, returned };
}
