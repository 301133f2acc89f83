import type { RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';

/** The names of the actors of events, by the event's `actor`. */
export type Actors = ReadonlyMap<string, string>;

const none = () => ({ data: [] });

/** As far as the user may see them: the labels of the API keys and the names of the members. */
export async function loadActors({ gateway, can }: Session, options: RequestOptions): Promise<Actors> {
  const [keys, members] = await Promise.all([
    can('keys:read') ? gateway.apiKeys.list(options).catch(none) : none(),
    can('team:read') ? gateway.members.list(options).catch(none) : none(),
  ]);
  return new Map([
    ...keys.data.map(({ id, name }) => [`api_key:${id}`, name ? `API key ${name}` : `API key ${id}`] as const),
    ...members.data.map(({ id, name }) => [`user:${id}`, name] as const),
  ]);
}

const KINDS: Readonly<Record<string, string>> = { system: 'the gateway', shopper: 'the shopper' };

/** Who did it, for people; a former member and a removed key have no name any more. */
export function actorName(actor: string, actors: Actors): string {
  const known = actors.get(actor) ?? KINDS[actor];
  return known ?? actor.replace(/^api_key:/, 'API key ').replace(/^user:.*/, 'a member');
}
