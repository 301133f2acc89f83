/** What may be done. API key scopes are these names; roles are sets of them. */
export const PERMISSIONS = [
  'orders:read',
  'orders:write',
  'payments:read',
  'payments:write',
  'payments:settle',
  'refunds:read',
  'refunds:write',
  'events:read',
  'webhooks:read',
  'webhooks:retry',
  'webhooks:write',
  'queues:read',
  'statistics:read',
  'logs:read',
  'settings:read',
  'settings:write',
  'keys:read',
  'keys:write',
  'team:read',
  'team:write',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type Mode = 'test' | 'live';
export const ROLES = ['viewer', 'support', 'developer', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Of people alone: no API key has them, whatever its scopes. */
const OF_PEOPLE = /^(statistics|logs|settings|keys|team|audit):/;

/** What is done with these leaves events, also where an API key does it. All other changes are the audit log's. */
export const leavesEvents = (permission: Permission) => /^(orders|payments|refunds):/.test(permission);

const VIEWER: readonly Permission[] = PERMISSIONS.filter((name) => name.endsWith(':read'));
const SUPPORT: readonly Permission[] = [...VIEWER, 'webhooks:retry'];
const DEVELOPER: readonly Permission[] = [...SUPPORT, 'webhooks:write', 'keys:write'];
const ADMIN: readonly Permission[] = PERMISSIONS;
/** All that an API key may be given. */
export const KEY_SCOPES: readonly Permission[] = PERMISSIONS.filter((name) => !OF_PEOPLE.test(name));

/** The one table of roles. `payments:settle` is capture and cancel. */
const ROLE_PERMISSIONS: Readonly<Record<Role, Readonly<Record<Mode, readonly Permission[]>>>> = {
  viewer: { test: VIEWER, live: VIEWER },
  support: { test: SUPPORT, live: SUPPORT },
  developer: { test: [...DEVELOPER, 'orders:write', 'payments:write'], live: DEVELOPER },
  admin: { test: ADMIN, live: ADMIN },
  owner: { test: ADMIN, live: ADMIN },
};

/** What a live merchant may not do before an operator has activated it; a test merchant is always active. */
export const NEEDS_ACTIVATION: ReadonlySet<Permission> = new Set([
  'orders:write',
  'payments:write',
  'payments:settle',
  'refunds:write',
]);

/** What a member with this role may do for a merchant of this mode. */
export function permissionsOf(role: Role, mode: Mode): ReadonlySet<Permission> {
  return new Set(ROLE_PERMISSIONS[role][mode]);
}

/** What an API key may do: everything a key can, or its scopes only. */
export function permissionsOfKey(scopes: readonly string[] | null): ReadonlySet<Permission> {
  return new Set(KEY_SCOPES.filter((name) => scopes === null || scopes.includes(name)));
}
