/**
 * What may be done. API key scopes are these names; roles are sets of them. `payments:capture` is capture and cancel.
 */
export const PERMISSIONS = [
  'orders:read',
  'orders:write',
  'payment_links:read',
  'payment_links:write',
  'payments:read',
  'payments:write',
  'payments:capture',
  'refunds:read',
  'refunds:write',
  'customers:read',
  'customers:write',
  'customers:erase',
  'events:read',
  'webhooks:read',
  'webhooks:retry',
  'webhooks:write',
  'connectors:read',
  'connectors:write',
  'queues:read',
  'statistics:read',
  'logs:read',
  'mails:read',
  'settings:read',
  'settings:write',
  'keys:read',
  'keys:write',
  'team:read',
  'team:write',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Former names of scopes. A request may still give them, and keys stored with them keep working. */
export const FORMER_SCOPES: ReadonlyMap<string, Permission> = new Map([['payments:settle', 'payments:capture']]);

/** The present name of a scope. Anything else is returned as it is. */
export const currentScope = <T>(scope: T): T | Permission => FORMER_SCOPES.get(scope as string) ?? scope;

export type Mode = 'test' | 'live';
export const ROLES = ['viewer', 'support', 'developer', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Reserved for people: no API key has them, whatever its scopes. */
const PEOPLE_ONLY = /^(statistics|logs|mails|settings|keys|team|audit):/;

/**
 * Changes made with these are recorded as events, also for API keys. All other changes are recorded in the audit log, and
 * so is an erasure, because its event holds none of the erased data.
 */
export const producesEvents = (permission: Permission) =>
  /^(orders|payment_links|payments|refunds|customers):/.test(permission) && permission !== 'customers:erase';

const VIEWER: readonly Permission[] = PERMISSIONS.filter((name) => name.endsWith(':read'));
const SUPPORT: readonly Permission[] = [...VIEWER, 'webhooks:retry'];
const DEVELOPER: readonly Permission[] = [...SUPPORT, 'webhooks:write', 'keys:write'];
const ADMIN: readonly Permission[] = PERMISSIONS;
/** The scopes that an API key may have. */
export const KEY_SCOPES: readonly Permission[] = PERMISSIONS.filter((name) => !PEOPLE_ONLY.test(name));

/** The only table of roles. */
const ROLE_PERMISSIONS: Readonly<Record<Role, Readonly<Record<Mode, readonly Permission[]>>>> = {
  viewer: { test: VIEWER, live: VIEWER },
  support: { test: SUPPORT, live: SUPPORT },
  developer: {
    test: [...DEVELOPER, 'orders:write', 'payment_links:write', 'payments:write', 'customers:write'],
    live: DEVELOPER,
  },
  admin: { test: ADMIN, live: ADMIN },
  owner: { test: ADMIN, live: ADMIN },
};

/** Permissions that a live merchant lacks until an operator activates it. A test merchant is always active. */
export const NEEDS_ACTIVATION: ReadonlySet<Permission> = new Set([
  'orders:write',
  'payment_links:write',
  'payments:write',
  'payments:capture',
  'refunds:write',
]);

/** The permissions of a role with a merchant of this mode. */
export function permissionsOf(role: Role, mode: Mode): ReadonlySet<Permission> {
  return new Set(ROLE_PERMISSIONS[role][mode]);
}

/** The permissions of an API key: all that a key may have, or its scopes only. */
export function permissionsOfKey(scopes: readonly string[] | null): ReadonlySet<Permission> {
  return new Set(KEY_SCOPES.filter((name) => scopes === null || scopes.includes(name)));
}
