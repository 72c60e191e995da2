import fc from 'fast-check'
import { replay } from '../../src/domain/decider'
import { importKinds } from '../../src/domain/import-kind'
import {
  type Consumption,
  type Grant,
  type UploadTokenCommand,
  type UploadTokenEvent,
  uploadToken,
} from '../../src/domain/upload-token'
import { given, historyOf } from '../support/given'

const notBefore = 1_000_000
const expiresAt = 1_900_000

const grant: Grant = {
  tokenId: 'token-1',
  secretDigest: 'digest-1',
  projectId: 7,
  userId: 'user-1',
  kinds: ['dataset', 'external'],
  notBefore,
  expiresAt,
}
const consumption: Consumption = {
  importId: 'import-1',
  kind: 'dataset',
  presentedAt: notBefore,
  userRevision: 3,
  projectRevision: 5,
  policyVersion: null,
}

const issued: UploadTokenEvent = { type: 'TokenIssued', ...grant }
const consumed: UploadTokenEvent = { type: 'TokenConsumed', tokenId: 'token-1', ...consumption }
const revoked: UploadTokenEvent = { type: 'TokenRevoked', tokenId: 'token-1' }

const issue = (changes: Partial<Grant> = {}): UploadTokenCommand => ({
  type: 'IssueToken',
  ...grant,
  ...changes,
})
const present = (at: number, kind: Consumption['kind'] = 'dataset'): UploadTokenCommand => ({
  type: 'PresentToken',
  kind,
  at,
})
const consume = (changes: Partial<Consumption> = {}): UploadTokenCommand => ({
  type: 'ConsumeToken',
  ...consumption,
  ...changes,
})
const revoke: UploadTokenCommand = { type: 'RevokeToken' }
const usedByImport1 = { code: 'token-already-used', importId: 'import-1', kind: 'dataset' } as const

describe('issuing a token', () => {
  test('records the whole grant', () => given(uploadToken).when(issue()).thenAccepted(issued))

  test('takes a window of one millisecond', () =>
    given(uploadToken)
      .when(issue({ expiresAt: notBefore + 1 }))
      .thenAccepted({ ...issued, expiresAt: notBefore + 1 }))

  test.each([notBefore, notBefore - 1])('refuses a window that is never open (%i)', (end) =>
    given(uploadToken)
      .when(issue({ expiresAt: end }))
      .thenRefused({ code: 'token-window-invalid' }),
  )

  test('refuses a token that is good for nothing', () =>
    given(uploadToken)
      .when(issue({ kinds: [] }))
      .thenRefused({ code: 'token-kinds-missing' }))

  test.each([
    ['issued', [issued]],
    ['consumed', [issued, consumed]],
    ['revoked', [issued, revoked]],
  ])('answers the same command again without issuing again (%s)', (_status, history) =>
    given(uploadToken, ...history)
      .when(issue())
      .thenAccepted(),
  )

  test.each([
    ['issued', [issued]],
    ['consumed', [issued, consumed]],
    ['revoked', [issued, revoked]],
  ])('refuses another grant under the id of a token (%s)', (_status, history) =>
    given(uploadToken, ...history)
      .when(issue({ secretDigest: 'digest-2' }))
      .thenRefused({ code: 'token-exists' }),
  )
})

describe('presenting a token', () => {
  test('refuses one that was never issued', () =>
    given(uploadToken).when(present(notBefore)).thenRefused({ code: 'token-invalid' }))

  test('refuses one millisecond before its window', () =>
    given(uploadToken, issued)
      .when(present(notBefore - 1))
      .thenRefused({ code: 'token-not-yet-valid', notBefore }))

  test('accepts the first millisecond of its window, and changes nothing', () =>
    given(uploadToken, issued).when(present(notBefore)).thenAccepted())

  test('accepts the last millisecond of its window', () =>
    given(uploadToken, issued)
      .when(present(expiresAt - 1))
      .thenAccepted())

  test('refuses the instant at which its window ends', () =>
    given(uploadToken, issued).when(present(expiresAt)).thenRefused({ code: 'token-expired' }))

  test.each(['dataset', 'external'] as const)('accepts a kind that it allows (%s)', (kind) =>
    given(uploadToken, issued).when(present(notBefore, kind)).thenAccepted(),
  )

  test('refuses a kind that it does not allow, and names those it does', () =>
    given(uploadToken, issued)
      .when(present(notBefore, 'ephemeral'))
      .thenRefused({ code: 'token-kind-not-allowed', kinds: ['dataset', 'external'] }))

  test('refuses a revoked token', () =>
    given(uploadToken, issued, revoked).when(present(notBefore)).thenRefused({ code: 'token-revoked' }))

  test('names the import that a used token was used by', () =>
    given(uploadToken, issued, consumed).when(present(notBefore, 'external')).thenRefused(usedByImport1))

  test('tells that a token was used or revoked also after its window', () => {
    given(uploadToken, issued, consumed).when(present(expiresAt)).thenRefused(usedByImport1)
    given(uploadToken, issued, revoked).when(present(expiresAt)).thenRefused({ code: 'token-revoked' })
  })
})

describe('consuming a token', () => {
  test('records the import and what the decision was based on', () =>
    given(uploadToken, issued).when(consume()).thenAccepted(consumed))

  test('decides the window by the instant of presentation', () => {
    given(uploadToken, issued)
      .when(consume({ presentedAt: expiresAt - 1 }))
      .thenAccepted({ ...consumed, presentedAt: expiresAt - 1 })
    given(uploadToken, issued)
      .when(consume({ presentedAt: expiresAt }))
      .thenRefused({ code: 'token-expired' })
    given(uploadToken, issued)
      .when(consume({ presentedAt: notBefore - 1 }))
      .thenRefused({ code: 'token-not-yet-valid', notBefore })
  })

  test('refuses a kind that the token does not allow', () =>
    given(uploadToken, issued)
      .when(consume({ kind: 'ephemeral' }))
      .thenRefused({ code: 'token-kind-not-allowed', kinds: ['dataset', 'external'] }))

  test('answers the import that consumed it without consuming again', () =>
    given(uploadToken, issued, consumed).when(consume()).thenAccepted())

  test('refuses every other import, and names the first', () =>
    given(uploadToken, issued, consumed)
      .when(consume({ importId: 'import-2', kind: 'external' }))
      .thenRefused(usedByImport1))

  test('refuses a token that was revoked after it was presented', () =>
    given(uploadToken, issued, revoked).when(consume()).thenRefused({ code: 'token-revoked' }))

  test('refuses one that was never issued', () =>
    given(uploadToken).when(consume()).thenRefused({ code: 'token-invalid' }))
})

describe('revoking a token', () => {
  test('is recorded', () => given(uploadToken, issued).when(revoke).thenAccepted(revoked))

  test('is answered, not recorded, a second time', () =>
    given(uploadToken, issued, revoked).when(revoke).thenAccepted())

  test('comes too late for a used token', () =>
    given(uploadToken, issued, consumed).when(revoke).thenRefused(usedByImport1))

  test('needs a token', () => given(uploadToken).when(revoke).thenRefused({ code: 'token-invalid' }))
})

test('a history that does not begin with the issuing tells of no token', () =>
  expect(replay(uploadToken, [consumed, revoked])).toStrictEqual({ status: 'none' }))

describe('whatever is asked of a token, in whatever order', () => {
  const instant = fc.integer({ min: notBefore - 2, max: expiresAt + 2 })
  const kind = fc.constantFrom(...importKinds)
  const command: fc.Arbitrary<UploadTokenCommand> = fc.oneof(
    fc.constantFrom('digest-1', 'digest-2').map((secretDigest) => issue({ secretDigest })),
    fc.tuple(instant, kind).map(([at, wanted]) => present(at, wanted)),
    fc
      .record({ importId: fc.constantFrom('import-1', 'import-2', 'import-3'), kind, presentedAt: instant })
      .map(consume),
    fc.constant(revoke),
  )
  const history = fc
    .tuple(fc.boolean(), fc.array(command, { maxLength: 20 }))
    .map(([begun, commands]) => historyOf(uploadToken, begun ? [issue(), ...commands] : commands))

  test('it is issued once, and consumed or revoked at most once', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(events.slice(0, 1).map(({ type }) => type)).toEqual(events.length > 0 ? ['TokenIssued'] : [])
        expect(events.filter(({ type }) => type === 'TokenIssued').length).toBeLessThanOrEqual(1)
        expect(events.filter(({ type }) => type !== 'TokenIssued').length).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('it is consumed within its window and for a kind that it allows only', () => {
    fc.assert(
      fc.property(history, (events) => {
        const state = replay(uploadToken, events)
        if (state.status !== 'consumed') return
        expect(state.grant.kinds).toContain(state.consumption.kind)
        expect(state.consumption.presentedAt).toBeGreaterThanOrEqual(notBefore)
        expect(state.consumption.presentedAt).toBeLessThan(expiresAt)
      }),
    )
  })

  test('an import is refused exactly what its presentation was refused', () => {
    fc.assert(
      fc.property(history, instant, kind, (events, at, wanted) => {
        const state = replay(uploadToken, events)
        const presented = uploadToken.decide(present(at, wanted), state)
        const fresh = consume({ importId: 'import-9', kind: wanted, presentedAt: at })
        const decided = uploadToken.decide(fresh, state)
        if (presented.accepted) expect(decided.accepted).toBe(true)
        else expect(decided).toEqual(presented)
      }),
    )
  })
})
