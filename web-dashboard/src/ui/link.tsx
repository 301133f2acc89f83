import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** Loads a page only when the link is followed. Next's default would prefetch every page whose link is visible. */
export default function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
