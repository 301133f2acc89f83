import { Frame } from '../components/frame';
import { AlertIcon } from '../components/icons';
import { Outcome } from '../components/outcome';
import { readSession } from '../lib/session';

/** Never in a frame: no page may frame an order that is unknown. */
export default async function NotFound() {
  const { texts } = await readSession();
  return (
    <Frame embedded={false} footer={null}>
      <Outcome id="not-found-state" tone="info" icon={<AlertIcon />} title={texts.notFoundTitle}>
        <p className="mt-2 text-ink-2">{texts.notFoundText}</p>
      </Outcome>
    </Frame>
  );
}
