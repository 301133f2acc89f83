'use client';

/** After this time the browser may refuse to open an app, because it no longer attributes that to the press. */
const FRESH_MS = 4_000;

let pressed: { button: string; at: number } | undefined;

/** Remembers the pressed button until its code is shown. Only in this page's memory. */
export function press(button: string): void {
  pressed = { button, at: Date.now() };
}

export const pressedLately = () => (pressed && Date.now() - pressed.at < FRESH_MS ? pressed.button : undefined);

export function forgetPress(): void {
  pressed = undefined;
}
