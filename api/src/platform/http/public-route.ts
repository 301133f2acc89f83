import { applyDecorators, SetMetadata } from '@nestjs/common';

export const PUBLIC = 'access:public';
export const PUBLIC_IN_DEMO = 'access:public-in-demo';
export const PUBLIC_LIMIT = 'access:limit';

/** The rate limits of public routes, each counted per address. */
export type PublicLimit = 'read' | 'write' | 'notifications';

/** The route needs no credentials. Without `limit` it has no rate limit. */
export const Public = (limit?: PublicLimit) =>
  applyDecorators(SetMetadata(PUBLIC, true), SetMetadata(PUBLIC_LIMIT, limit));

/** In demo runs the route needs no credentials; otherwise @Can decides. */
export const PublicInDemo = (limit?: PublicLimit) =>
  applyDecorators(SetMetadata(PUBLIC_IN_DEMO, true), SetMetadata(PUBLIC_LIMIT, limit));
