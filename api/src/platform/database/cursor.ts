import { ApiError } from '../errors/api-error.js';
import { isUuid } from '../uuid.js';

const CURSOR = /^[A-Za-z0-9_-]{1,100}$/;
const ID = /^[\w-]{1,64}$/;

export const cursorOf = (id: string) => Buffer.from(id).toString('base64url');

/** The id in a cursor. `uuid`: the list's id column has the type uuid. */
export function idOf(cursor: string, uuid: boolean): string {
  const id = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url').toString('latin1') : '';
  if (!(uuid ? isUuid(id) : ID.test(id))) {
    throw new ApiError('invalid_cursor', 'cursor must be the next_cursor of an earlier page', { field: 'cursor' });
  }
  return id;
}
