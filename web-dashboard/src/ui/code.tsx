import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/**
 * Code or bytes to read and to copy. `copies` are the exact bytes if the shown text is reformatted: a signature is
 * verified over the exact bytes.
 */
export function Code({
  text,
  copies = text,
  label = 'the code',
  wrapped = false,
  id,
}: {
  text: string;
  copies?: string;
  label?: string;
  wrapped?: boolean;
  id?: TestId;
}) {
  return (
    <div className="relative min-w-0">
      <pre className={`code ${wrapped ? 'wrapped' : ''}`} tabIndex={0} {...(id && testId(id))}>
        {text}
      </pre>
      <span className="absolute top-2 right-2 rounded-control bg-canvas">
        <Copy text={copies} label={label} />
      </span>
    </div>
  );
}

/** Indented JSON; text that is not JSON stays as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
