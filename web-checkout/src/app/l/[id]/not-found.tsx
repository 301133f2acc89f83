import { Frame } from '../../../components/frame';
import { AlertIcon } from '../../../components/icons';
import { Outcome } from '../../../components/outcome';
import { readSession } from '../../../lib/session';

export default async function LinkNotFound() {
  const { texts } = await readSession();
  return (
    <Frame embedded={false} footer={null}>
      <Outcome id="not-found-state" tone="info" icon={<AlertIcon />} title={texts.link.notFoundTitle}>
        <p className="mt-2 text-ink-2">{texts.link.notFoundText}</p>
      </Outcome>
    </Frame>
  );
}
