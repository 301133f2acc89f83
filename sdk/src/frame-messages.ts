/**
 * The checkout's side of the messages between frame and page. Separate from the dialog, which the frame never needs.
 */
export { postToOpener, type CheckoutMessage } from './browser/protocol.js';
