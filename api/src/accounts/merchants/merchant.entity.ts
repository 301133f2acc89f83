import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mode } from '../access/permissions.js';

/** One environment of a business. Its mode decides which connectors its payments may use. */
@Entity('merchants')
export class Merchant {
  @PrimaryColumn('uuid') id: string;
  @Column('text') mode: Mode;
  @Column('text') name: string;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { name: 'allowed_origins', array: true }) allowedOrigins: string[];
}
