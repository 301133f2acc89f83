import { applyDecorators, SetMetadata } from '@nestjs/common';

export const PUBLIC = 'access:public';
export const PUBLIC_IN_DEMO = 'access:public-in-demo';
export const PUBLIC_LIMIT = 'access:limit';

/** The route needs no credentials. `read` and `write` choose its rate limit per address; none: no limit. */
export const Public = (limit?: 'read' | 'write') =>
  applyDecorators(SetMetadata(PUBLIC, true), SetMetadata(PUBLIC_LIMIT, limit));

/** In demo runs the route needs no credentials; otherwise @Can decides. */
export const PublicInDemo = (limit?: 'read' | 'write') =>
  applyDecorators(SetMetadata(PUBLIC_IN_DEMO, true), SetMetadata(PUBLIC_LIMIT, limit));
