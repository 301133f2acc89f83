/** The additional data of an endpoint's encrypted secrets: a ciphertext moved to another row does not open. */
export const secretContext = (merchantId: string, endpointId: string) => `${merchantId}/${endpointId}`;

export const headersContext = (merchantId: string, endpointId: string) => `${merchantId}/${endpointId}/headers`;
