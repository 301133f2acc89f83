/** `https://shop.example/webhooks` is `shop.example/webhooks`. */
export const shortAddress = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/$/, '');
