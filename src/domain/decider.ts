/** What a decider answers: the events that follow from a command, or the reason why none do. */
export type Decision<Event, Refusal> =
  | { readonly accepted: true; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly refusal: Refusal }

/**
 * An aggregate as three pure parts. `decide` never reads a clock or makes an id: both are fields of the
 * command. A command that has already had its effect is accepted with no events.
 */
export interface Decider<State, Command, Event, Refusal> {
  readonly initialState: State
  evolve(state: State, event: Event): State
  decide(command: Command, state: State): Decision<Event, Refusal>
}

export const accept = <Event>(...events: readonly Event[]): Decision<Event, never> => ({
  accepted: true,
  events,
})

export const refuse = <Refusal>(refusal: Refusal): Decision<never, Refusal> => ({ accepted: false, refusal })

export function replay<State, Event>(
  decider: Pick<Decider<State, never, Event, unknown>, 'initialState' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initialState
  for (const event of events) state = decider.evolve(state, event)
  return state
}

/** Closes an exhaustive switch: a case that is missing fails the build. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case ${(value as { readonly type?: string }).type ?? typeof value}`)
}
