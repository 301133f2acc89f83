/** The additional data of a test key's encrypted secret: a ciphertext moved to another row does not open. */
export const secretContext = (merchantId: string, keyId: string) => `${merchantId}/${keyId}`;
