import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Events that were sent again, so that every server's event stream shows them. The id has the form of an event's and
 * sorts among them by time: it is a position in the stream and no event. COLLATE "C", as events have it.
 */
export class EventResends1764000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_resends (
        merchant_id uuid NOT NULL REFERENCES merchants (id),
        id text COLLATE "C" NOT NULL,
        event_id text COLLATE "C" NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, event_id) REFERENCES events (merchant_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_resends');
  }
}
