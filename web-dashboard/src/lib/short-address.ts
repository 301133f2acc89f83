/** `https://shop.example/webhooks` becomes `shop.example/webhooks`. The inbox has no address. */
export const shortAddress = (url: string | null) => url?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? 'Inbox';

/** How an endpoint is called: by its description, or else by its address. */
export const endpointName = ({ description, url }: { description: string | null; url: string | null }) =>
  description ?? shortAddress(url);
