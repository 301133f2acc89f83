'use client';

import { createContext } from 'react';
import type { ActionState } from '../lib/action';

/** What was typed into a form that was sent without scripts and refused: its fields show it again. */
export const Typed = createContext<Readonly<Record<string, string>>>({});

/** The fault of a field, which shows its description; without one the field is only marked. */
export const FieldFault = createContext<ActionState['error']>(undefined);
