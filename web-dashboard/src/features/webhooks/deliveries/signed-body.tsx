import { Code } from '../../../ui/code';
import { Json } from '../../../ui/json';

/** The body indented, to read, and the bytes that are signed. Both copy the bytes. */
export function SignedBody({ body }: { body: string }) {
  return (
    <>
      <Json text={body} label="the body, byte for byte as it is signed" />
      <details className="mt-3">
        <summary className="text-[13px]/[18px] font-medium">Raw, as it is signed</summary>
        <div className="mt-2">
          <Code text={body} label="the body" wrapped />
        </div>
      </details>
    </>
  );
}
