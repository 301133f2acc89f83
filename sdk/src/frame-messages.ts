/** The checkout's half of the messages between frame and page, apart from the dialog, which the frame never needs. */
export { postToOpener, type CheckoutMessage } from './browser/protocol.js';
