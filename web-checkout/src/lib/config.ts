import { environment, isHttps, setting } from '@payment-gateway/web/environment';

const publicUrl = setting('PUBLIC_CHECKOUT_URL', 'http://localhost:3001');

export const config = { ...environment, publicUrl, secure: isHttps(publicUrl) };
