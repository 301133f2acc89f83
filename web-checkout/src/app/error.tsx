'use client';

import { useSearchParams } from 'next/navigation';
import { Frame } from '../components/frame';
import { AlertIcon } from '../components/icons';
import { Outcome } from '../components/outcome';
import { languageOf } from '../lib/locale';
import { testId } from '../lib/test-ids';

/** Not from the catalogue: that is on the server, which may be unreachable now. */
const TEXTS = {
  en: {
    title: 'This page could not be shown',
    text: 'A payment that has started goes on by itself. Open the page again: you will not be charged twice.',
    retry: 'Open again',
  },
  hi: {
    title: 'यह पेज नहीं दिखाया जा सका',
    text: 'शुरू हुआ भुगतान अपने आप चलता रहता है। पेज फिर खोलें: आपसे दो बार पैसे नहीं लिए जाएँगे।',
    retry: 'फिर खोलें',
  },
  ta: {
    title: 'இந்தப் பக்கத்தைக் காட்ட முடியவில்லை',
    text: 'தொடங்கிய கட்டணம் தானாகத் தொடரும். பக்கத்தை மீண்டும் திறவுங்கள்: இருமுறை பணம் எடுக்கப்படாது.',
    retry: 'மீண்டும் திற',
  },
  bn: {
    title: 'এই পেজটি দেখানো যায়নি',
    text: 'শুরু হওয়া পেমেন্ট নিজে থেকেই চলতে থাকে। পেজটি আবার খুলুন: আপনার টাকা দুবার কাটা হবে না।',
    retry: 'আবার খুলুন',
  },
} as const;

/** For errors that no view handles, and for a page of an older release than the server's. */
export default function Broken() {
  const embedded = useSearchParams().get('embedded') === 'true';
  const { title, text, retry } =
    TEXTS[languageOf(typeof document === 'undefined' ? '' : document.documentElement.lang)];
  return (
    <Frame embedded={embedded} footer={null}>
      <Outcome id="unavailable-state" tone="wait" icon={<AlertIcon />} title={title}>
        <p role="alert" className="mt-2 text-ink-2">
          {text}
        </p>
        <div className="mt-6">
          <button {...testId('retry-button')} type="button" className="primary" onClick={() => location.reload()}>
            {retry}
          </button>
        </div>
      </Outcome>
    </Frame>
  );
}
