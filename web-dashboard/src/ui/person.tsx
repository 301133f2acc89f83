/** The first letter of a name in a circle; empty for an erased customer. */
export function Initial({ name, large = false }: { name: string; large?: boolean }) {
  const letter = /\p{L}|\p{N}/u.exec(name)?.[0].toUpperCase() ?? '';
  const size = large ? 'size-12 text-[18px]' : 'size-7 text-[12.5px]';
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent ${size}`}
    >
      {letter}
    </span>
  );
}
