/** A field of a form whose input cannot be used. Thrown by a form's action, it becomes the form's error. */
export class TypingFault extends Error {
  constructor(
    readonly field: string,
    readonly description: string,
  ) {
    super(description);
  }
}
