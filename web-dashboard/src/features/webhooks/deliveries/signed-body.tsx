import type { ReactNode } from 'react';
import type { DeliveryDetail } from '../../../lib/types';
import { Code } from '../../../ui/code';
import { Json } from '../../../ui/json';
import { headersText } from './headers-text';

/** The body indented, to read, and the bytes that are signed: both copy the bytes. Then the headers of the last attempt. */
export function SignedBody({ delivery: { requestBody, history } }: { delivery: DeliveryDetail }) {
  const last = history.at(-1);
  return (
    <>
      <Json text={requestBody} label="the body, byte for byte as it is signed" />
      <div className="mt-3 grid gap-2">
        <Fold title="Raw, as it is signed">
          <Code text={requestBody} label="the body" wrapped />
        </Fold>
        {last && (
          <Fold title="Headers of the last attempt">
            <Code text={headersText(last.requestHeaders)} label="the headers" wrapped />
          </Fold>
        )}
      </div>
    </>
  );
}

const Fold = ({ title, children }: { title: string; children: ReactNode }) => (
  <details>
    <summary className="text-[13px]/[18px] font-medium">{title}</summary>
    <div className="mt-2">{children}</div>
  </details>
);
