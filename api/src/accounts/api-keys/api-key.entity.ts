import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mode } from '../access/permissions.js';

@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid', { name: 'merchant_id' }) merchantId: string;
  @PrimaryColumn('text') id: string;
  @Column('text') mode: Mode;
  @Column('text', { nullable: true }) name: string | null;
  /** SHA-256 of the secret: 256 random bits need no slow hash. */
  @Column('bytea', { name: 'secret_hash' }) secretHash: Buffer;
  /** Test secrets can be shown again; a live secret is shown once and only hashed. */
  @Column('text', { name: 'secret_cipher', nullable: true }) secretCipher: string | null;
  /** Permission names, possibly former ones; null: everything an API key may do. */
  @Column('text', { array: true, nullable: true }) scopes: string[] | null;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
}
