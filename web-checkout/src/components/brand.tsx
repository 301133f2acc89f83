import type { PublicOrder } from '@payment-gateway/sdk';
import type { Session } from '../lib/session';

type Branding = PublicOrder['branding'];

/** The merchant's logo; without one the first letter of its name. */
export function Mark({ name, logo, session }: { name: string; logo: string | null; session: Session }) {
  if (logo) {
    // A data URL: nothing for an image service to fetch or resize.
    return (
      <img src={`data:image/png;base64,${logo}`} alt="" className="size-9 shrink-0 rounded-control object-contain" />
    );
  }
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-control bg-accent-soft font-semibold text-accent"
    >
      {[...name][0]?.toLocaleUpperCase(session.locale)}
    </span>
  );
}

/** The merchant's colour on the buttons of the page. The API has checked the contrast of its text. */
export function BrandColors({ color, textColor }: Branding) {
  if (!color || !textColor) return null;
  const hex = (value: string) => value.slice(1).toLowerCase();
  return <link rel="stylesheet" href={`/brand/${hex(color)}-${hex(textColor)}.css`} precedence="high" />;
}
