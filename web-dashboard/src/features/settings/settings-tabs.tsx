import type { Session } from '../../lib/session';
import Link from '../../ui/link';

const TABS = [
  ['/dashboard/settings', 'General', 'settings:read'],
  ['/dashboard/settings/branding', 'Branding', 'settings:read'],
  ['/dashboard/settings/mail', 'Mail', 'mails:read'],
  ['/dashboard/settings/sign-in', 'Sign-in', 'settings:read'],
] as const;

/** The pages of the settings that the user may open. Operators also see what concerns the whole gateway. */
const OF_OPERATORS = [['/dashboard/settings/policy-reports', 'Policy reports']] as const;
type Tab = (typeof TABS)[number][1] | (typeof OF_OPERATORS)[number][1];

export function SettingsTabs({ here, session: { can, user } }: { here: Tab; session: Session }) {
  const tabs = [...TABS.filter(([, , permission]) => can(permission)), ...(user.operator ? OF_OPERATORS : [])];
  return (
    <nav aria-label="Settings" className="mb-6 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(([href, title]) => (
        <Link
          key={href}
          href={href}
          aria-current={title === here ? 'page' : undefined}
          className="-mb-px border-b-2 border-transparent px-3 py-2 font-medium text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-accent"
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
