/** A wrong use of the command line. The message names the faulty argument. */
export class CommandLineError extends Error {}
