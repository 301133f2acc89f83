'use client';

import { useEffect } from 'react';
import { testId } from '../lib/test-ids';
import { takeSubmission } from '../lib/typed';

/**
 * Leads to a page of the acquirer, in the top window also from inside a merchant's page. It opens by itself only as the
 * answer to a form that the shopper has just sent here, and once: never because a page was loaded or gone back to.
 */
export function BankLink({ href, children }: { href: string; children: string }) {
  useEffect(() => {
    if (takeSubmission()) open(href, '_top');
  }, [href]);
  return (
    <a {...testId('bank-link')} className="primary" href={href} target="_top" rel="noreferrer">
      {children}
    </a>
  );
}
