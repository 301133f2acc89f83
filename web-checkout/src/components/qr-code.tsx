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

const CORNERS = [
  [2, 2],
  [20, 2],
  [2, 20],
] as const;

/** Stands where the code will be. The three corners alone cannot be scanned. */
export function QrOutline() {
  return (
    <svg aria-hidden="true" viewBox="0 0 29 29" className="absolute inset-0 size-full text-line-strong/60 phone:hidden">
      {CORNERS.map(([x, y]) => (
        <g key={`${x} ${y}`} transform={`translate(${x} ${y})`}>
          <rect x=".5" y=".5" width="6" height="6" rx="1" fill="none" stroke="currentColor" />
          <rect x="2" y="2" width="3" height="3" rx=".5" fill="currentColor" />
        </g>
      ))}
    </svg>
  );
}
