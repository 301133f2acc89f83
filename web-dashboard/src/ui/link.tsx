import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** Reads a page when it is asked for. Next would read every page that a list leads to as soon as its link is in sight. */
export default function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
