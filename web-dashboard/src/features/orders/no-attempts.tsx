import { Empty } from '../../ui/empty';

/** Shown in place of the payments of an order that has none. */
export const NoAttempts = ({ isOpen }: { isOpen: boolean }) => (
  <Empty title={isOpen ? 'Not paid yet' : 'Never paid'}>
    {isOpen
      ? 'Every attempt of the shopper to pay it appears here.'
      : 'No shopper tried to pay this order while it was open.'}
  </Empty>
);
