import { testId } from '../lib/test-ids';
import { TEST_CARDS, TEST_VPAS } from '../lib/test-values';
import type { Texts } from '../lib/texts';
import type { Method } from '../lib/ways-to-pay';
import { FillOnPress } from './fill-on-press';

/** States that no money moves, and lists the test values of the forms on the page; without JavaScript the list is only text. */
export function TestBanner({ texts, cards, upi }: { texts: Texts; cards: boolean; upi: boolean }) {
  const fillable = cards || upi;
  return (
    <details
      {...testId('test-banner')}
      className="group border-b border-line bg-wait-soft text-[14px]/[20px] text-wait"
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center justify-center gap-x-2 px-12 py-2 font-medium [&::-webkit-details-marker]:hidden">
        {texts.testMode}
        {fillable && <span className="underline underline-offset-3">{texts.testValues}</span>}
      </summary>
      {fillable && (
        <FillOnPress className="mx-auto grid max-w-[880px] gap-6 px-4 pt-2 pb-4 text-ink sm:grid-cols-2">
          {cards && <Values title={texts.testCards} method="card" values={TEST_CARDS} outcomes={texts.outcomes} />}
          {upi && <Values title={texts.testVpas} method="upi" values={TEST_VPAS} outcomes={texts.outcomes} />}
        </FillOnPress>
      )}
    </details>
  );
}

function Values(props: { title: string; method: Method; values: typeof TEST_CARDS; outcomes: Texts['outcomes'] }) {
  return (
    <div>
      <p className="font-medium text-ink-2">{props.title}</p>
      <ul className="mt-1">
        {props.values.map(([value, outcome]) => (
          <li key={value}>
            <button
              type="button"
              data-value={value}
              data-fills={props.method}
              className="flex min-h-8 w-full cursor-pointer items-center justify-between gap-3 rounded-[4px] px-2 text-left hover:bg-surface"
            >
              <span className="font-mono text-[12.5px] tabular-nums">{value}</span>
              <span className="text-ink-2">{props.outcomes[outcome]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
