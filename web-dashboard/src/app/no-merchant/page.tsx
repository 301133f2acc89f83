import { signOut } from '../../features/account/session-actions';
import { Entrance } from '../../ui/entrance';

/** A user whom every merchant has removed. */
export default function NoMerchantPage() {
  return (
    <Entrance
      title="You belong to no merchant"
      about="You were removed from the last one. Ask its owner for an invite."
    >
      <form action={signOut}>
        <button className="button">Sign out</button>
      </form>
    </Entrance>
  );
}
