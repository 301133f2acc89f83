import Link from '../../ui/link';

/** Shown above samples that contain placeholders. */
export function NoKey({ mode }: { mode: 'test' | 'live' }) {
  if (mode === 'live') return 'Choose a test merchant to see the samples filled in with its key.';
  return (
    <>
      Make a{' '}
      <Link className="link" href="/dashboard/keys">
        test key
      </Link>{' '}
      to see it filled in here.
    </>
  );
}
