import { ShellForm } from '../../../../features/logs/shell-form';
import { ShellTemplates } from '../../../../features/logs/shell-templates';
import { SHELL_METHODS } from '../../../../features/logs/shell-request';
import { one, oneOf, type Search } from '../../../../lib/search';
import { readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Page } from '../../../../ui/page';

/** Sends requests to the API as the signed-in user. */
export default async function ShellPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { merchant } = await readSession();
  const readOnly = merchant.mode === 'live';
  const about = readOnly
    ? 'Reads from the API with your session. For a live merchant it cannot write.'
    : 'Sends a request to the API with your session, for your test merchant. Writes get an idempotency key.';
  return (
    <Page title="Request shell" about={about}>
      <Card>
        <ShellTemplates readOnly={readOnly} />
        <ShellForm
          key={JSON.stringify(search)}
          method={readOnly ? 'GET' : (oneOf(search, 'method', SHELL_METHODS) ?? 'GET')}
          path={one(search, 'path') ?? '/api/v1/payments?limit=3'}
          body={one(search, 'body') ?? ''}
          readOnly={readOnly}
        />
      </Card>
    </Page>
  );
}
