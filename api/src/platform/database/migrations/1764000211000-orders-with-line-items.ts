import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The orders that Stripe's API shows as Checkout Sessions, in the order of their list. */
export class OrdersWithLineItems1764000211000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX orders_with_line_items ON orders (merchant_id, id) WHERE line_items IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX orders_with_line_items');
  }
}
