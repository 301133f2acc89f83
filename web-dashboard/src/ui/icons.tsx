import { Icon } from '@payment-gateway/web/icon';

const draw = (path: string, size = 18) =>
  function Drawn() {
    return (
      <Icon size={size}>
        <path d={path} />
      </Icon>
    );
  };

export const HomeIcon = draw('M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z');
export const PaymentsIcon = draw('M3 7h18v11H3zM3 11h18M7 15h3');
export const OrdersIcon = draw('M6 3h9l4 4v14H6zM15 3v4h4M9 12h6M9 16h6');
export const RefundsIcon = draw('M4 9h11a5 5 0 0 1 0 10h-5M8 5 4 9l4 4');
export const CustomersIcon = draw('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20.5a8 8 0 0 1 16 0');
export const LinksIcon = draw(
  'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17',
);
export const WebhooksIcon = draw(
  'M12 8a3 3 0 1 0-2.6-1.5L6 13M9 17h8M15 9l2.5 4.5M6 13a3 3 0 1 0 3 4M17.5 13.5A3 3 0 1 1 15 17',
);
export const EventsIcon = draw('M13 3 5 13h6l-1 8 8-10h-6z');
export const LogsIcon = draw('M5 5h14M5 10h14M5 15h9M5 20h6');
export const KeysIcon = draw('M14 10a4 4 0 1 0-3.5 3.5L12 15h2v2h2v2h4v-3z');
export const QueuesIcon = draw('M4 6h16v4H4zM4 14h16v4H4zM7 8h.01M7 16h.01');
export const DocsIcon = draw('M5 4h6a3 3 0 0 1 3 3v13a2 2 0 0 0-2-2H5zM19 4h-2a3 3 0 0 0-3 3v13a2 2 0 0 1 2-2h3z');
export const ConnectionsIcon = draw('M9 4v5M15 4v5M6 9h12v3a6 6 0 0 1-12 0zM12 18v3');
export const TeamIcon = draw(
  'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5a6 6 0 0 1 3 5.5',
);
export const SettingsIcon = draw('M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4');
export const MenuIcon = draw('M4 7h16M4 12h16M4 17h16');
export const SearchIcon = draw('M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 20 20');
export const CopyIcon = draw('M9 9h11v11H9zM5 15H4V4h11v1', 15);
export const ChevronIcon = draw('m9 6 6 6-6 6', 16);
export const ImageIcon = draw('M4 5h16v14H4zM8.5 10.5h.01M5 17l4.5-4.5 3 3L16 11l4 4.5', 22);
export const TickIcon = draw('m5 12.5 4.5 4.5L19 7.5', 15);
export const CrossIcon = draw('m7 7 10 10M17 7 7 17', 15);
export const ClockIcon = draw('M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18', 15);
export const DashIcon = draw('M7 12h10', 15);
export const BackIcon = draw('M5 9h9a4.5 4.5 0 0 1 0 9H9M9 5 5 9l4 4', 15);
export const DotIcon = draw('M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z', 15);
