import { FactorRule } from '../../../features/team/factor-rule';
import { InviteForm } from '../../../features/team/invite-form';
import { InvitesTable } from '../../../features/team/invites-table';
import { MembersTable } from '../../../features/team/members-table';
import { rolesGivenBy } from '../../../features/team/roles';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

export default async function TeamPage() {
  const session = await readSession();
  const { name } = session.merchant;
  return (
    <Page
      title="Team"
      about={`The members who may act for ${name}, and their roles. Each merchant has its own team.`}
      action={session.can('team:write') && <InviteForm merchant={name} roles={rolesGivenBy(session)} />}
    >
      <Load from={session.gateway.members.list(await onBehalfOf())}>
        {({ data, invites }) => (
          <div className="grid gap-6">
            <Card title="Members" padded={false}>
              <MembersTable members={data} session={session} />
            </Card>
            <FactorRule session={session} />
            <Card title="Open invites" padded={false}>
              <InvitesTable invites={invites} session={session} />
            </Card>
          </div>
        )}
      </Load>
    </Page>
  );
}
