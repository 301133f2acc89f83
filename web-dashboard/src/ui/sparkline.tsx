const [WIDTH, HEIGHT] = [88, 28];
const MARGIN = 2;

/** The course of a figure as one line; the charts below show the numbers. */
export function Sparkline({ values }: { values: (number | null)[] }) {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const [least, most] = [
    Math.min(0, ...known.map(({ value }) => value)),
    Math.max(1e-9, ...known.map(({ value }) => value)),
  ];
  if (known.length < 2) return null;
  const points = known.map(({ value, index }) => {
    const x = (index / (values.length - 1)) * WIDTH;
    const y = HEIGHT - MARGIN - ((value - least) / (most - least)) * (HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="mb-1 shrink-0" aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
