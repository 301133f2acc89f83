import { Icon } from '@payment-gateway/web/icon';

export const UpiIcon = () => (
  <Icon size={24}>
    <rect x="7" y="2.5" width="10" height="19" rx="2.5" />
    <path d="m10.5 15 3-6M13.5 15l1.5-3-1.5-3" />
  </Icon>
);
export const CardIcon = () => (
  <Icon size={24}>
    <rect x="2.5" y="5" width="19" height="14" rx="2.5" />
    <path d="M2.5 10h19M6.5 15h3" />
  </Icon>
);
export const ScanIcon = () => (
  <Icon size={24}>
    <path d="M3.5 8V5a1.5 1.5 0 0 1 1.5-1.5h3M16 3.5h3A1.5 1.5 0 0 1 20.5 5v3M20.5 16v3a1.5 1.5 0 0 1-1.5 1.5h-3M8 20.5H5A1.5 1.5 0 0 1 3.5 19v-3M7.5 12h9" />
  </Icon>
);
export const DownIcon = () => (
  <Icon size={16}>
    <path d="m6 9.5 6 6 6-6" />
  </Icon>
);
export const LockIcon = () => (
  <Icon size={16}>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d="M8 11V8a4 4 0 0 1 8 0v3" />
  </Icon>
);
export const AlertIcon = () => (
  <Icon size={28}>
    <path d="M12 7.5v5.5M12 16.5v.01" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon size={28}>
    <path d="M12 7v5l3 2" />
  </Icon>
);
export const CrossIcon = () => (
  <Icon size={28}>
    <path d="m8 8 8 8M16 8l-8 8" />
  </Icon>
);
export const TickIcon = () => (
  <span className="tick">
    <Icon size={28}>
      <path d="m6.5 12.5 3.8 3.8L17.5 8.5" />
    </Icon>
  </span>
);
