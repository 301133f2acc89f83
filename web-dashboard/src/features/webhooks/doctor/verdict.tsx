import type { Tone } from '../../../lib/states';
import { BY_TONE, SHAPES } from '../../../ui/pill';
import type { CheckState } from './actions';

/** The result of the check, or what it is going to be about. */
export function Verdict({ state: { diagnosis, title, text } }: { state: CheckState }) {
  if (!title)
    return (
      <div className="card p-4">
        <h2 className="font-semibold">Verdict</h2>
        <p className="mt-1 text-ink-2">
          It appears here: which of twelve usual mistakes explains the signature, and how to mend it.
        </p>
      </div>
    );
  const tone = toneOf(diagnosis);
  return (
    <div data-diagnosis={diagnosis} className={`flex gap-3 rounded-card p-4 ${BY_TONE[tone]}`}>
      <span className="mt-[3px] shrink-0">{SHAPES[tone]}</span>
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1">{text}</p>
      </div>
    </div>
  );
}

/** A signature that matches, but is old or of the old secret, is no mistake of the code. */
function toneOf(diagnosis: CheckState['diagnosis']): Tone {
  if (diagnosis === 'good' || diagnosis === 'as_sent') return 'good';
  return diagnosis === 'stale_timestamp' || diagnosis === 'old_secret' ? 'wait' : 'bad';
}
