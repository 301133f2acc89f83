'use client';

import { useSearchParams } from 'next/navigation';
import { Frame } from '../components/frame';
import { AlertIcon } from '../components/icons';
import { Outcome } from '../components/outcome';
import { testId } from '../lib/test-ids';

/** In English, if the layout has not left the texts in the shopper's language. */
const ENGLISH = {
  brokenTitle: 'This page could not be shown',
  brokenText: 'A payment that has started goes on by itself. Open the page again: you will not be charged twice.',
  brokenRetry: 'Open again',
};

/** For errors that no view handles, and for a page of an older release than the server's. */
export default function Broken() {
  const embedded = useSearchParams().get('embedded') === 'true';
  const texts = { ...ENGLISH, ...(typeof document === 'undefined' ? {} : document.documentElement.dataset) };
  return (
    <Frame embedded={embedded} footer={null}>
      <Outcome id="unavailable-state" tone="wait" icon={<AlertIcon />} title={texts.brokenTitle}>
        <p role="alert" className="mt-2 text-ink-2">
          {texts.brokenText}
        </p>
        <div className="mt-6">
          <button {...testId('retry-button')} type="button" className="primary" onClick={() => location.reload()}>
            {texts.brokenRetry}
          </button>
        </div>
      </Outcome>
    </Frame>
  );
}
