/** The seeded merchant of a demo run. */
export class TestMerchantDto {
  /** Merchant id (UUID). */
  id: string;
  email: string;
  /** The public key id; its secret is `secret_test_xyz789`. */
  api_key: string;
  seeded: boolean;
}
