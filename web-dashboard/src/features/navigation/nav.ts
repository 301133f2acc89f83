/** The pages of a merchant; `g` and then `keys` opens one. */
export const NAV = [
  { href: '/dashboard', title: 'Home', icon: 'home', keys: 'h' },
  { href: '/dashboard/transactions', title: 'Transactions', icon: 'payments', keys: 'p' },
  { href: '/dashboard/orders', title: 'Orders', icon: 'orders', keys: 'o' },
  { href: '/dashboard/refunds', title: 'Refunds', icon: 'refunds', keys: 'r' },
  { href: '/dashboard/customers', title: 'Customers', icon: 'customers', keys: 'u' },
  { href: '/dashboard/payment-links', title: 'Payment links', icon: 'links', keys: 'i' },
  { href: '/dashboard/webhooks', title: 'Webhooks', icon: 'webhooks', keys: 'w', group: 'Developers' },
  { href: '/dashboard/events', title: 'Events', icon: 'events', keys: 'e', group: 'Developers' },
  { href: '/dashboard/logs', title: 'Logs', icon: 'logs', keys: 'l', group: 'Developers' },
  { href: '/dashboard/keys', title: 'API keys', icon: 'keys', keys: 'k', group: 'Developers' },
  { href: '/dashboard/queues', title: 'Queues', icon: 'queues', keys: 'q', group: 'Developers' },
  { href: '/dashboard/docs', title: 'Docs', icon: 'docs', keys: 'd', group: 'Developers' },
  { href: '/dashboard/connections', title: 'Connections', icon: 'connections', keys: 'c', group: 'Account' },
  { href: '/dashboard/team', title: 'Team', icon: 'team', keys: 't', group: 'Account' },
  { href: '/dashboard/settings', title: 'Settings', icon: 'settings', keys: 's', group: 'Account' },
] as const;

export type NavIcon = (typeof NAV)[number]['icon'];
