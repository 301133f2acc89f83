import { requestedAt } from '../../lib/session';
import { LiveNews, type LiveOptions } from './live-news';

/** Keeps a page told of what happens after it was read. */
export const Live = (options: LiveOptions) => <LiveNews {...options} readAt={requestedAt()} />;
