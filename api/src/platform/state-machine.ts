/** A state machine as data: each state with the states it may go to. A state that leads nowhere is final. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;
export type Move<S extends string> = `${S}>${S}`;

/** Every allowed move as `from>to`, for the database's trigger and the documents. */
export function movesOf<S extends string>(transitions: Transitions<S>): Move<S>[] {
  return statesOf(transitions).flatMap((from) => transitions[from].map((to): Move<S> => `${from}>${to}`));
}

export function statesOf<S extends string>(transitions: Transitions<S>): S[] {
  return Object.keys(transitions) as S[];
}

export function canMove<S extends string>(transitions: Transitions<S>, from: S, to: S): boolean {
  return transitions[from].includes(to);
}

export function isFinal<S extends string>(transitions: Transitions<S>, state: S): boolean {
  return transitions[state].length === 0;
}

/** The states from which `to` can be reached in one move: the `WHERE status = ANY (…)` of a transition. */
export function sourcesOf<S extends string>(transitions: Transitions<S>, to: S): S[] {
  return statesOf(transitions).filter((from) => canMove(transitions, from, to));
}
