'use client';

import { createContext } from 'react';

/** What was typed into a form that was sent without scripts and refused: its fields show it again. */
export const Typed = createContext<Readonly<Record<string, string>>>({});
