export const MAX_LOGO_BYTES = 24_576;
