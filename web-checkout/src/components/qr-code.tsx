import { encode } from 'uqr';
import { testId } from '../lib/test-ids';

const QUIET_ZONE = 4;

/** Drawn on the server as one path; dark on light in both themes, because cameras need it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
    .join('');
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg
      {...testId('qr-code')}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-full rounded-control bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
