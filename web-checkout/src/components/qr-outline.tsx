const CORNERS = [
  [2, 2],
  [20, 2],
  [2, 20],
] as const;

/**
 * Stands where the code will be; the three corners alone cannot be scanned. In a file of its own, because the encoder
 * beside the code would go to the browser too.
 */
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
