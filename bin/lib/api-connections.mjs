/** The connections of a web app to the API. */
const CALL_CONNECTIONS = 16;

/**
 * Calls share a few connections, however many are made at once. A server accepts one connection per turn of its event
 * loop: while it is busy, a burst of new connections times out and is retried, which adds to the load. Each stream has a
 * connection of its own.
 */
export function shareConnections({ Agent, setGlobalDispatcher }) {
  const calls = new Agent({ connections: CALL_CONNECTIONS });
  const streams = new Agent();
  const isStream = ({ headers }) => new Headers(headers).get('accept') === 'text/event-stream';
  setGlobalDispatcher(
    streams.compose(
      (toStreams) => (options, handler) =>
        isStream(options) ? toStreams(options, handler) : calls.dispatch(options, handler),
    ),
  );
}
