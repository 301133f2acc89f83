/** How a web app reaches the API. */
const FOR_CALLS = 16;

/**
 * Calls share a few connections, whatever comes at once. A server accepts one connection in each turn of its event loop:
 * while it is busy, a burst of new ones waits past all patience, and what gives up connects again. Each stream has its own.
 */
export function shareConnections({ Agent, setGlobalDispatcher }) {
  const calls = new Agent({ connections: FOR_CALLS });
  const streams = new Agent();
  const isStream = ({ headers }) => new Headers(headers).get('accept') === 'text/event-stream';
  setGlobalDispatcher(
    streams.compose(
      (toStreams) => (options, handler) =>
        isStream(options) ? toStreams(options, handler) : calls.dispatch(options, handler),
    ),
  );
}
