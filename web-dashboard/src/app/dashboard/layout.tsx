import type { ReactNode } from 'react';
import { Inactive } from '../../features/account/inactive';
import { MerchantSwitch } from '../../features/account/merchant-switch';
import { ModeToggle } from '../../features/account/mode-toggle';
import { signOut } from '../../features/account/session-actions';
import { Shortcuts } from '../../features/navigation/shortcuts';
import { Sidebar } from '../../features/navigation/sidebar';
import { ActingFor } from '../../lib/acting-for';
import { formatLocaleOf } from '../../lib/locale';
import { readSession } from '../../lib/session';
import { Notice } from '../../ui/notice';
import { SecretPanel } from '../../ui/secret-panel';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await readSession();
  const account = (
    <div className="flex items-center gap-2 px-1">
      <div className="min-w-0 grow">
        <p className="truncate text-[13px]/[18px] font-medium">{session.user.name}</p>
        <p className="truncate text-[12.5px]/[16px] text-ink-3">{session.user.email}</p>
      </div>
      <form action={signOut}>
        <button className="link cursor-pointer text-[13px]/[18px] whitespace-nowrap">Sign out</button>
      </form>
    </div>
  );
  return (
    <>
      <a href="#content" className="button sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50">
        Skip to the content
      </a>
      <Sidebar
        merchant={
          <>
            <MerchantSwitch session={session} />
            <ModeToggle session={session} />
          </>
        }
        account={account}
      />
      <main id="content" className="px-4 py-6 lg:ml-[232px] lg:px-8 lg:py-8">
        <div className="mx-auto max-w-[1440px]">
          {!session.merchant.active && <Inactive merchant={session.merchant} />}
          <ActingFor
            id={session.merchant.id}
            timeZone={session.merchant.timeZone}
            locale={formatLocaleOf(session.merchant.locale)}
          >
            {children}
          </ActingFor>
        </div>
      </main>
      <Notice />
      <SecretPanel />
      <Shortcuts />
    </>
  );
}
