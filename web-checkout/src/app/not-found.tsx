import { headers } from 'next/headers';
import { Frame } from '../components/frame';
import { AlertIcon } from '../components/icons';
import { Outcome } from '../components/outcome';
import { CloseButton, TellOpener } from '../components/tell-opener';
import { SEARCH_HEADER } from '../lib/params';
import { readSession } from '../lib/session';

export default async function NotFound() {
  const { texts } = await readSession();
  const search = new URLSearchParams((await headers()).get(SEARCH_HEADER) ?? '');
  const embedded = search.get('embedded') === 'true';
  // As the opener gave it: an id that cannot be one is unknown as well.
  const orderId = search.get('order_id') ?? '';
  const error = `${texts.notFoundTitle}. ${texts.notFoundText}`;
  return (
    <Frame embedded={embedded} footer={null}>
      <Outcome id="not-found-state" tone="info" icon={<AlertIcon />} title={texts.notFoundTitle}>
        <TellOpener message={{ type: 'payment_failed', data: { orderId, error } }} />
        <p className="mt-2 text-ink-2">{texts.notFoundText}</p>
        {embedded && (
          <div className="mt-6">
            <CloseButton>{texts.close}</CloseButton>
          </div>
        )}
      </Outcome>
    </Frame>
  );
}
