'use client';

/** After this time the browser would refuse to open an app, because it counts no longer as a result of the press. */
const FRESH_MS = 4_000;

let pressed: { button: string; at: number } | undefined;

/** Remembers the button that asked for a code, until its code is there. Only in this page's memory. */
export function press(button: string): void {
  pressed = { button, at: Date.now() };
}

export const pressedLately = () => (pressed && Date.now() - pressed.at < FRESH_MS ? pressed.button : undefined);

export function forgetPress(): void {
  pressed = undefined;
}
