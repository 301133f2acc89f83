const CONTENTS = [
  ['create-order', '1. Create an order'],
  ['checkout', '2. Open the checkout'],
  ['webhook', '3. Verify the webhook'],
  ['test-cards', 'Test cards'],
  ['test-vpas', 'Test VPAs'],
] as const;

/** The table of contents: beside the text where there is room, else above it. */
export function Contents() {
  return (
    <nav aria-label="On this page" className="xl:sticky xl:top-8 xl:col-start-2 xl:row-start-1">
      <p className="mb-2 text-[12.5px]/[18px] font-medium text-ink-3">On this page</p>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]/[18px] xl:grid xl:border-l xl:border-line xl:pl-4">
        {CONTENTS.map(([anchor, title]) => (
          <li key={anchor}>
            <a href={`#${anchor}`} className="inline-block py-1 text-ink-2 hover:text-accent hover:underline">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
