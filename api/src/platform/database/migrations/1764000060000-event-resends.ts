import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Events that were sent again, so that every server's event stream includes them. The id has the form of an event id and
 * sorts among event ids by time: it is a position in the stream, not an event. COLLATE "C", as in the table events.
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
