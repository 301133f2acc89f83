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
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type Mode = 'test' | 'live';
export const ROLES = ['viewer', 'support', 'developer', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Permission[] = PERMISSIONS.filter((name) => name.endsWith(':read'));
const SUPPORT: readonly Permission[] = [...VIEWER, 'webhooks:retry'];
const DEVELOPER: readonly Permission[] = [...SUPPORT, 'webhooks:write'];
const ADMIN: readonly Permission[] = PERMISSIONS;

/** The one table of roles. `payments:settle` is capture and cancel. */
const ROLE_PERMISSIONS: Readonly<Record<Role, Readonly<Record<Mode, readonly Permission[]>>>> = {
  viewer: { test: VIEWER, live: VIEWER },
  support: { test: SUPPORT, live: SUPPORT },
  developer: { test: [...DEVELOPER, 'orders:write', 'payments:write'], live: DEVELOPER },
  admin: { test: ADMIN, live: ADMIN },
  owner: { test: ADMIN, live: ADMIN },
};

/** What a member with this role may do for a merchant of this mode. */
export function permissionsOf(role: Role, mode: Mode): ReadonlySet<Permission> {
  return new Set(ROLE_PERMISSIONS[role][mode]);
}

/** What an API key may do: everything an admin may (team, keys and settings need a session), or its scopes only. */
export function permissionsOfKey(scopes: readonly string[] | null): ReadonlySet<Permission> {
  return new Set(ADMIN.filter((name) => scopes === null || scopes.includes(name)));
}
