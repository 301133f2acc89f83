import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/**
 * Code or bytes to read and to copy. `copies` are the bytes themselves where what is read is laid out for the eye: who
 * verifies a signature needs what was signed.
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
      <span className="absolute top-2 right-2">
        <Copy text={copies} label={label} />
      </span>
    </div>
  );
}

/** JSON as people read it; whatever is no JSON stays as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
