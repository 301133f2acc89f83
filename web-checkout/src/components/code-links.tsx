'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { forgetPress, pressedLately } from '../lib/pressed';
import { testId } from '../lib/test-ids';
import { ANY_APP, linkFor, UPI_APPS } from '../lib/upi-apps';
import { QR } from './code-offer';

/**
 * The ways to pay an open code: on a phone links to the apps, and the QR code if the shopper wants it; on a wide screen
 * the QR code. The app that the shopper has just pressed is opened at once.
 */
export function OpenCode(props: {
  upiLink: string;
  texts: { appsTitle: string; anyApp: string; scanOther: string };
  /** Gets the QR code's place and its explanation. */
  children: ReactNode;
}) {
  const { upiLink, texts } = props;
  const [pressed] = useState(pressedLately);
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!pressedLately()) return;
    forgetPress();
    // The button that had the focus is gone.
    block.current?.focus({ preventScroll: true });
    if (pressed && pressed !== QR) location.assign(linkFor(pressed, upiLink));
  }, [pressed, upiLink]);
  return (
    <div ref={block} tabIndex={-1} className="group/code space-y-3 outline-none">
      <h2 className="hidden text-[14px]/[20px] font-medium phone:block">{texts.appsTitle}</h2>
      <div className="hidden grid-cols-2 gap-2 *:first:col-span-2 *:last:col-span-2 phone:grid">
        {UPI_APPS.map(([name, scheme], at) => (
          <a key={name} href={linkFor(scheme, upiLink)} className={at ? 'secondary' : 'primary'}>
            {name}
          </a>
        ))}
        <a {...testId('upi-app-link')} href={linkFor(ANY_APP, upiLink)} className="show-code">
          {texts.anyApp}
        </a>
      </div>
      <label className="hidden cursor-pointer justify-center rounded-control py-1 text-[14px]/[20px] has-focus-visible:outline-2 has-focus-visible:outline-accent phone:flex">
        <input type="checkbox" id="scan" className="sr-only" defaultChecked={pressed === QR} />
        <span className="link">{texts.scanOther}</span>
      </label>
      {props.children}
    </div>
  );
}
