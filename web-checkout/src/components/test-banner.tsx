'use client';

import { type ReactNode, useRef } from 'react';
import { testId } from '../lib/test-ids';
import { TEST_CARDS, TEST_VPAS } from '../lib/test-values';
import type { Texts } from '../lib/texts';

function type(name: string, value: string) {
  const input = document.querySelector<HTMLInputElement>(`input[name=${name}]`);
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

function choose(method: 'upi' | 'card') {
  document.getElementById(`choose-${method}`)?.click();
}

function fillCard(number: string) {
  choose('card');
  type('cardNumber', number);
  type('expiry', '12/40');
  type('cvv', '123');
  type('cardholder', 'Test Shopper');
}

function fillVpa(vpa: string) {
  choose('upi');
  type('vpa', vpa);
}

/** States that no money moves, and lists the test values of the forms on the page; without JavaScript the list is only text. */
export function TestBanner({ texts, cards, upi }: { texts: BannerTexts; cards: boolean; upi: boolean }) {
  const fillable = cards || upi;
  const details = useRef<HTMLDetailsElement>(null);
  const fill = (act: () => void) => () => {
    act();
    if (details.current) details.current.open = false;
  };
  return (
    <details
      ref={details}
      {...testId('test-banner')}
      className="group border-b border-line bg-wait-soft text-[14px]/[20px] text-wait"
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center justify-center gap-x-2 px-12 py-2 font-medium [&::-webkit-details-marker]:hidden">
        {texts.testMode}
        {fillable && <span className="underline underline-offset-3">{texts.testValues}</span>}
      </summary>
      {fillable && (
        <div className="mx-auto grid max-w-[880px] gap-6 px-4 pt-2 pb-4 text-ink sm:grid-cols-2">
          {cards && (
            <Values title={texts.testCards}>
              {TEST_CARDS.map(([number, outcome]) => (
                <Value key={number} value={number} says={texts.outcomes[outcome]} fill={fill(() => fillCard(number))} />
              ))}
            </Values>
          )}
          {upi && (
            <Values title={texts.testVpas}>
              {TEST_VPAS.map(([vpa, outcome]) => (
                <Value key={vpa} value={vpa} says={texts.outcomes[outcome]} fill={fill(() => fillVpa(vpa))} />
              ))}
            </Values>
          )}
        </div>
      )}
    </details>
  );
}

export type BannerTexts = Pick<Texts, 'testMode' | 'testValues' | 'testCards' | 'testVpas' | 'outcomes'>;

function Values({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <p className="font-medium text-ink-2">{title}</p>
      <ul className="mt-1">{children}</ul>
    </div>
  );
}

function Value({ value, says, fill }: { value: string; says: string; fill: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={fill}
        data-value={value}
        className="flex min-h-8 w-full cursor-pointer items-center justify-between gap-3 rounded-[4px] px-2 text-left hover:bg-surface"
      >
        <span className="font-mono text-[12.5px] tabular-nums">{value}</span>
        <span className="text-ink-2">{says}</span>
      </button>
    </li>
  );
}
