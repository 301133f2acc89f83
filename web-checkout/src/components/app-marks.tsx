import { UPI_APPS } from '../lib/upi-apps';

const APPS = {
  'Google Pay': ['#fff', '#1a56c4', 'G'],
  PhonePe: ['#5f259f', '#fff', 'Pe'],
  Paytm: ['#012b72', '#fff', 'P'],
  BHIM: ['#0b6b43', '#fff', 'B'],
} as const;
type AppName = keyof typeof APPS;

/** The app's initials on its colour. Its name stands beside it. */
function AppMark({ name }: { name: AppName }) {
  const [ground, ink, initials] = APPS[name];
  return (
    <svg aria-hidden="true" width="22" height="22" viewBox="0 0 22 22" className="shrink-0">
      <rect
        x=".5"
        y=".5"
        width="21"
        height="21"
        rx="5.5"
        fill={ground}
        stroke={ground === '#fff' ? '#cdd3dd' : ground}
      />
      <text x="11" y="15" fontSize={initials.length > 1 ? 10 : 12} fontWeight="700" textAnchor="middle" fill={ink}>
        {initials}
      </text>
    </svg>
  );
}

/** The apps that the code can be paid in, for those who see; the words beside it name them. */
export const AppMarks = () => (
  <span className="flex gap-1">
    {(Object.keys(APPS) as AppName[]).map((name) => (
      <AppMark key={name} name={name} />
    ))}
  </span>
);

/** By the names of the apps that have a button. Made on the server, so that the browser loads no code for them. */
export const BUTTON_MARKS = Object.fromEntries(UPI_APPS.map(([name]) => [name, <AppMark key={name} name={name} />]));
