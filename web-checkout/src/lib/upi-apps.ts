/** The UPI apps that the checkout names, and the beginning of the links that open them. */
export const UPI_APPS = [
  ['Google Pay', 'tez://upi/pay?'],
  ['PhonePe', 'phonepe://pay?'],
  ['Paytm', 'paytmmp://pay?'],
] as const;

/** Opens the app that the shopper chooses on Android, and one of the installed apps on iOS. */
export const ANY_APP = 'upi://pay?';

/** The same payment in one app. A link of another form than NPCI's is not changed. */
export const linkFor = (scheme: string, upiLink: string) =>
  upiLink.startsWith(ANY_APP) ? scheme + upiLink.slice(ANY_APP.length) : upiLink;
