'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import {
  ConnectionsIcon,
  CustomersIcon,
  DocsIcon,
  EventsIcon,
  HomeIcon,
  KeysIcon,
  LinksIcon,
  LogsIcon,
  MenuIcon,
  OrdersIcon,
  PaymentsIcon,
  QueuesIcon,
  RefundsIcon,
  SettingsIcon,
  TeamIcon,
  WebhooksIcon,
} from '../../ui/icons';
import Link from '../../ui/link';
import { NAV, type NavIcon } from './nav';

const ICONS: Readonly<Record<NavIcon, () => ReactNode>> = {
  home: HomeIcon,
  payments: PaymentsIcon,
  orders: OrdersIcon,
  refunds: RefundsIcon,
  customers: CustomersIcon,
  links: LinksIcon,
  webhooks: WebhooksIcon,
  events: EventsIcon,
  logs: LogsIcon,
  keys: KeysIcon,
  queues: QueuesIcon,
  docs: DocsIcon,
  connections: ConnectionsIcon,
  team: TeamIcon,
  settings: SettingsIcon,
};

/** 232 px wide at the side; on a phone a bar that opens. */
export function Sidebar({ merchant, account }: { merchant: ReactNode; account: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string>();
  const isOpen = openAt === path;
  const isHere = (href: string) => (href === '/dashboard' ? path === href : path.startsWith(href));
  return (
    <header className="border-line bg-surface max-lg:border-b lg:fixed lg:inset-y-0 lg:left-0 lg:flex lg:w-[232px] lg:flex-col lg:border-r">
      <div className="flex items-center gap-2 p-3">
        <div className="min-w-0 grow">{merchant}</div>
        <button
          type="button"
          className="button scripted lg:hidden"
          aria-expanded={isOpen}
          aria-controls="navigation"
          aria-label="Menu"
          onClick={() => setOpenAt(isOpen ? undefined : path)}
        >
          <MenuIcon />
        </button>
      </div>
      <div id="navigation" className={`${isOpen ? '' : 'max-lg:hidden'} flex grow flex-col overflow-y-auto px-3 pb-3`}>
        <nav aria-label="Main" className="grow">
          <ul>
            {NAV.map(({ href, title, icon, ...item }, index) => {
              const group = 'group' in item ? item.group : undefined;
              const before = NAV[index - 1];
              const begins = group && !(before && 'group' in before && before.group === group);
              const Icon = ICONS[icon];
              return (
                <li key={href}>
                  {begins && <p className="mt-5 mb-1 px-3 text-[12.5px]/[18px] text-ink-3">{group}</p>}
                  <Link
                    href={href}
                    aria-current={isHere(href) ? 'page' : undefined}
                    className="flex min-h-9 items-center gap-3 rounded-control px-3 font-medium text-ink-2 hover:bg-canvas hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent"
                  >
                    <Icon />
                    {title}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
        <div className="mt-6 border-t border-line pt-3">{account}</div>
      </div>
    </header>
  );
}
