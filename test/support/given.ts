import { type Decider, replay } from '../../src/domain/decider'

interface Outcome<Event, Refusal> {
  /** These events follow, all of them, in this order; none: the command had already had its effect. */
  thenAccepted(...events: readonly Event[]): void
  /** The refusal whole, with every member it carries. */
  thenRefused(refusal: Refusal): void
}

/** A rule as an example: what has happened, what is asked for, and all that comes of it. */
export function given<State, Command, Event, Refusal>(
  decider: Decider<State, Command, Event, Refusal>,
  ...history: readonly NoInfer<Event>[]
): { when(command: Command): Outcome<Event, Refusal> } {
  return {
    when(command) {
      const decision = decider.decide(command, replay(decider, history))
      return {
        thenAccepted: (...events) => expect(decision).toStrictEqual({ accepted: true, events }),
        thenRefused: (refusal) => expect(decision).toStrictEqual({ accepted: false, refusal }),
      }
    },
  }
}

/** The history that a client makes who sends these commands one after the other. */
export function historyOf<State, Command, Event, Refusal>(
  decider: Decider<State, Command, Event, Refusal>,
  commands: Iterable<Command>,
): readonly Event[] {
  const history: Event[] = []
  for (const command of commands) {
    const decision = decider.decide(command, replay(decider, history))
    if (decision.accepted) history.push(...decision.events)
  }
  return history
}
