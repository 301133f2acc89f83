import { Empty } from '../../ui/empty';

/** Shown in place of the payments of an order that has none. */
export const NoAttempts = ({ isOpen }: { isOpen: boolean }) => (
  <Empty title={isOpen ? 'Not paid yet' : 'Never paid'}>
    {isOpen ? 'Every payment attempt appears here.' : 'There was no payment attempt while this order was open.'}
  </Empty>
);
