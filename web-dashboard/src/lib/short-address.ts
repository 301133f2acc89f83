/** `https://shop.example/webhooks` becomes `shop.example/webhooks`. The inbox has no address. */
export const shortAddress = (url: string | null) => url?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? 'Inbox';
