import fc from 'fast-check'
import {
  comparableUserName,
  type UserNameCommand,
  type UserNameEvent,
  userName,
} from '../../src/domain/user-name'
import { given, historyOf } from '../support/given'

const claim = (userId: string): UserNameCommand => ({ type: 'ClaimUserName', userId })
const claimed = (userId: string): UserNameEvent => ({ type: 'UserNameClaimed', userId })

describe("claiming a person's name", () => {
  test('that is free is recorded', () =>
    given(userName).when(claim('user-1')).thenAccepted(claimed('user-1')))

  test('is answered, not recorded, when its bearer asks again', () =>
    given(userName, claimed('user-1')).when(claim('user-1')).thenAccepted())

  test('that someone else bears is refused', () =>
    given(userName, claimed('user-1')).when(claim('user-2')).thenRefused({ code: 'user-exists' }))
})

test('whoever claims it, in whatever order, a name is borne by the first alone', () => {
  const userId = fc.constantFrom('user-1', 'user-2', 'user-3')
  fc.assert(
    fc.property(userId, fc.array(userId), (first, others) => {
      expect(historyOf(userName, [first, ...others].map(claim))).toEqual([claimed(first)])
    }),
  )
})

describe('the form in which user names are compared', () => {
  test('leaves out composition', () => expect(comparableUserName('Jose\u0301')).toBe('Jos\u00e9'))

  test.each(['JDOE', ' jdoe', 'jdoe '])('keeps case and white space (%j)', (name) =>
    expect(comparableUserName(name)).not.toBe(comparableUserName('jdoe')),
  )

  test('is its own form, composed or not, for every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const form = comparableUserName(name)
        expect(comparableUserName(form)).toBe(form)
        expect(comparableUserName(name.normalize('NFD'))).toBe(form)
      }),
    )
  })
})
