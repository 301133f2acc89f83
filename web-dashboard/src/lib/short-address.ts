/** `https://shop.example/webhooks` becomes `shop.example/webhooks`. */
export const shortAddress = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/$/, '');
