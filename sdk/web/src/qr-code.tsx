import type { ComponentProps } from 'react';
import { encode } from 'uqr';

const QUIET_ZONE = 4;

/** A code as one path in a square of `side` units, with its quiet zone. */
export function qrPath(text: string): { path: string; side: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
    .join('');
  return { path, side: size + 2 * QUIET_ZONE };
}

/** Drawn on the server as one path; dark on light in both themes, because cameras need it. */
export function QrCode({ text, label, ...svg }: ComponentProps<'svg'> & { text: string; label: string }) {
  const { path, side } = qrPath(text);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-full rounded-control bg-white"
      {...svg}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
