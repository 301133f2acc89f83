import type { Texts } from '../lib/texts';
import { ScanIcon } from './icons';

/** What the code is for, above the button that shows it. A phone has its apps instead. */
export const ScanIntro = ({ texts }: { texts: Texts }) => (
  <div className="mb-4 flex items-center gap-3 phone:hidden">
    <span className="grid size-11 shrink-0 place-items-center rounded-control bg-canvas text-ink-2">
      <ScanIcon />
    </span>
    <div>
      <h2 className="font-medium">{texts.scanTitle}</h2>
      <p className="text-[14px]/[20px] text-ink-2">{texts.scanHint}</p>
    </div>
  </div>
);
