const CARD = { number: '4111111111111111', expiry: '12/40', cvv: '123' };

/** What a browser shows after a form of the acquirer's page: `next` is where it leads to. */
export interface Shown {
  next: string;
  text: string;
}

/** A shopper on a page of the simulated acquirer, as a browser without scripts. */
export class PayPage {
  constructor(readonly url: string) {}

  /** Pays with a card; where the shopper is led to. */
  card(number = CARD.number): Promise<Shown> {
    return submit(`${this.url}/card`, { ...CARD, number });
  }

  async text(): Promise<string> {
    return (await fetch(this.url)).text();
  }
}

/** Answers the challenge of a card's bank at this address. */
export async function answer(at: string, result: 'pass' | 'fail' | 'leave'): Promise<Shown> {
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(await (await fetch(at)).text()) ?? [];
  return submit(new URL(action, at).href, { result });
}

async function submit(url: string, fields: Record<string, string>): Promise<Shown> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const location = response.headers.get('location');
  return { next: location === null ? url : new URL(location, url).href, text: await response.text() };
}
