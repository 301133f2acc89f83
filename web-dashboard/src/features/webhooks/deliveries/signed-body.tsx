import { Code, readable } from '../../../ui/code';

/** The signed bytes, and the same body indented. */
export function SignedBody({ body }: { body: string }) {
  return (
    <>
      <Code text={body} label="the body" wrapped />
      <details className="mt-3">
        <summary className="text-[13px]/[18px] text-accent">To read</summary>
        <div className="mt-2">
          <Code text={readable(body)} copies={body} label="the body, byte for byte as it is signed" />
        </div>
      </details>
    </>
  );
}
