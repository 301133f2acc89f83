import type { Texts } from '../lib/texts';
import { testId } from '../lib/test-ids';
import type { View } from '../lib/view';

/**
 * The blocks that the page may show later, hidden for now: scripts that look for them before they are shown find them.
 * The block of the current view is left out, because the page contains it already.
 */
export function HiddenStates({ view, texts }: { view: View; texts: Texts }) {
  return (
    <>
      {view !== 'processing' && (
        <section hidden {...testId('processing-state')}>
          <p {...testId('processing-message')}>{texts.processing}</p>
        </section>
      )}
      {view !== 'success' && (
        <section hidden {...testId('success-state')}>
          <h2>{texts.successTitle}</h2>
          <p {...testId('success-message')}>{texts.success}</p>
          <p {...testId('payment-id')} />
        </section>
      )}
      {view !== 'failed' && (
        <section hidden {...testId('error-state')}>
          <h2>{texts.failedTitle}</h2>
          <p {...testId('error-message')}>{texts.reasons.other}</p>
          <button type="button" {...testId('retry-button')}>
            {texts.tryAgain}
          </button>
        </section>
      )}
    </>
  );
}
