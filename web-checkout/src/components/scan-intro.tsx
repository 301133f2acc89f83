import type { Texts } from '../lib/texts';
import { ScanIcon } from './icons';

/** What the buttons below it are for: the code, or on a phone the apps. */
export const ScanIntro = ({ texts }: { texts: Texts }) => (
  <>
    <h2 className="hidden text-[14px]/[20px] font-medium phone:block">{texts.appsTitle}</h2>
    <div className="flex items-center gap-3 phone:hidden">
      <span className="text-ink-2">
        <ScanIcon />
      </span>
      <div>
        <h2 className="font-medium">{texts.scanTitle}</h2>
        <p className="text-[14px]/[20px] text-ink-2">{texts.scanHint}</p>
      </div>
    </div>
  </>
);
