import { accept, type Decider, refuse, replay, unreachable } from '../../src/domain/decider'
import { given, historyOf } from '../support/given'

type Turned = { readonly type: 'Turned'; readonly by: number }

/** A dial that takes numbers up to ten, to try the shared parts on. */
const dial: Decider<number, Turned, Turned, { readonly code: 'too-far'; readonly by: number }> = {
  initialState: 0,
  evolve: (state, event) => state * 10 + event.by,
  decide({ by }, state) {
    if (state === by) return accept()
    return by > 9 ? refuse({ code: 'too-far', by }) : accept({ type: 'Turned', by })
  },
}

const turn = (by: number): Turned => ({ type: 'Turned', by })

describe('replay', () => {
  test('no events leave the initial state', () => expect(replay(dial, [])).toBe(0))
  test('events are applied oldest first', () => expect(replay(dial, [turn(1), turn(2)])).toBe(12))
})

test('a case that no switch knows is a fault that names the case and nothing of its content', () => {
  const unknown = { type: 'Unknown', secret: 'x' } as unknown as never
  expect(() => unreachable(unknown)).toThrow(/^unhandled case Unknown$/)
  expect(() => unreachable('x' as unknown as never)).toThrow(/^unhandled case string$/)
})

describe('given, when, then', () => {
  test('holds for the whole list of events', () => given(dial, turn(1)).when(turn(2)).thenAccepted(turn(2)))
  test('holds for no events', () => given(dial, turn(2)).when(turn(2)).thenAccepted())
  test('holds for the whole refusal', () =>
    given(dial).when(turn(10)).thenRefused({ code: 'too-far', by: 10 }))

  test.each<[string, () => void]>([
    ['another event', () => given(dial).when(turn(2)).thenAccepted(turn(3))],
    ['an event too many', () => given(dial).when(turn(2)).thenAccepted(turn(2), turn(2))],
    ['an event too few', () => given(dial).when(turn(2)).thenAccepted()],
    ['an acceptance', () => given(dial).when(turn(10)).thenAccepted()],
    ['a refusal', () => given(dial).when(turn(2)).thenRefused({ code: 'too-far', by: 2 })],
    ['another refusal', () => given(dial).when(turn(10)).thenRefused({ code: 'too-far', by: 11 })],
  ])('fails where %s was expected in vain', (_what, expectation) => expect(expectation).toThrow())
})

test('a history is made of the events of the commands that were accepted', () => {
  expect(historyOf(dial, [turn(3), turn(3), turn(10), turn(4)])).toEqual([turn(3), turn(4)])
})
