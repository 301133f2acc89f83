import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canMove, isFinal, movesOf, sourcesOf, statesOf, type Transitions } from './state-machine.js';

type Door = 'open' | 'closed' | 'locked' | 'walled_up';
const DOOR: Transitions<Door> = {
  open: ['closed'],
  closed: ['open', 'locked', 'walled_up'],
  locked: ['closed'],
  walled_up: [],
};
const state = fc.constantFrom(...statesOf(DOOR));

describe('a state machine', () => {
  it('lists its moves in the order of the table', () => {
    expect(movesOf(DOOR)).toEqual(['open>closed', 'closed>open', 'closed>locked', 'closed>walled_up', 'locked>closed']);
  });

  it('allows exactly the listed moves', () => {
    fc.assert(
      fc.property(state, state, (from, to) => {
        expect(canMove(DOOR, from, to)).toBe(movesOf(DOOR).includes(`${from}>${to}`));
        expect(sourcesOf(DOOR, to).includes(from)).toBe(canMove(DOOR, from, to));
      }),
    );
  });

  it('knows where it ends', () => {
    expect(statesOf(DOOR).filter((each) => isFinal(DOOR, each))).toEqual(['walled_up']);
    expect(sourcesOf(DOOR, 'closed')).toEqual(['open', 'locked']);
  });
});
