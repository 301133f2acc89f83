import { requestedAt } from '../../lib/session';
import { LiveNews, type LiveOptions } from './live-news';

/** Watches for events that happen after the page was read. */
export const Live = (options: LiveOptions) => <LiveNews {...options} readAt={requestedAt()} />;
