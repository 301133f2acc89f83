import { signOut } from '../../features/account/session-actions';
import { Entrance } from '../../ui/entrance';

/** For a user who has been removed from every merchant. */
export default function NoMerchantPage() {
  return (
    <Entrance
      title="You are not a member of any merchant"
      about="You were removed from the last one. Ask its owner for an invite."
    >
      <form action={signOut}>
        <button className="button">Sign out</button>
      </form>
    </Entrance>
  );
}
