import type { Membership, Session } from '../../lib/session';

export type Role = Membership['role'];

/** The compiler checks that they are complete against openapi.yml; the weakest role comes first. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'sees everything, changes nothing',
  support: 'also sends webhooks again',
  developer: 'also changes endpoints and keys; of a test merchant creates orders and payments',
  admin: 'may do everything except change owners',
  owner: 'may do everything',
};
const ROLES = Object.keys(ROLE_WORDS) as Role[];

/** The roles that this user may give: only owners add, change and remove owners. */
export const rolesGivenBy = ({ merchant }: Session): Role[] =>
  ROLES.filter((role) => role !== 'owner' || merchant.role === 'owner');

export const roleIn = (text: string): Role | undefined => ROLES.find((role) => role === text);
