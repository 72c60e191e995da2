import type { DomainEvent } from '../../../src/domain/events'
import {
  consumed,
  createdAt,
  discarded,
  failed,
  imported,
  issued,
  projected,
  uuid,
  withdrawn,
} from './history'

const tokenId = uuid(10)
const importId = uuid(20)
const otherImport = uuid(21)

const unused = {
  tokenId,
  projectId: 1,
  userId: uuid(1),
  kinds: ['dataset', 'ephemeral', 'external'],
  notBefore: 1_000,
  expiresAt: 2_000,
  issuedAt: createdAt,
  state: 'issued',
  importId: null,
  importKind: null,
  settledAt: null,
  rows: null,
  bytes: null,
  failedImportId: null,
}

const tokenAfter = async (...events: readonly DomainEvent[]) =>
  (await projected(issued(tokenId), issued(uuid(11)), ...events)).token(tokenId)

describe('a token', () => {
  test('is issued, with its window and when that was', async () => {
    expect(await tokenAfter()).toStrictEqual(unused)
  })

  test('is revoked', async () => {
    expect(await tokenAfter({ type: 'TokenRevoked', tokenId })).toStrictEqual({ ...unused, state: 'revoked' })
  })

  test.each(['dataset', 'ephemeral', 'external'] as const)(
    'is committing once an import of kind %s has consumed it',
    async (kind) => {
      expect(await tokenAfter(consumed(tokenId, importId, kind))).toStrictEqual({
        ...unused,
        state: 'committing',
        importId,
        importKind: kind,
      })
    },
  )

  test.each([
    ['imported', 'dataset', imported(tokenId, importId), { rows: 303, bytes: 11_328 }],
    ['failed', 'dataset', failed(tokenId, importId), {}],
    ['imported', 'ephemeral', discarded(tokenId, importId, true), {}],
    ['failed', 'ephemeral', discarded(tokenId, importId, false), {}],
  ] as const)(
    'is %s when its %s import is, with when and what that kept',
    async (state, importKind, outcome, kept) => {
      expect(await tokenAfter(consumed(tokenId, importId, importKind), outcome)).toStrictEqual({
        ...unused,
        state,
        importId,
        importKind,
        settledAt: createdAt,
        failedImportId: state === 'failed' ? importId : null,
        ...kept,
      })
    },
  )

  test('keeps what was counted when its dataset is withdrawn', async () => {
    const outcome = [consumed(tokenId, importId), imported(tokenId, importId)]
    expect(await tokenAfter(...outcome, withdrawn(importId))).toStrictEqual(await tokenAfter(...outcome))
  })

  test('has not failed because an import was given up before it consumed it', async () => {
    const givenUp = { failedImportId: otherImport }
    expect(await tokenAfter(failed(tokenId, otherImport))).toStrictEqual({ ...unused, ...givenUp })
    const used = { ...unused, ...givenUp, state: 'committing', importId, importKind: 'dataset' }
    expect(await tokenAfter(failed(tokenId, otherImport), consumed(tokenId, importId))).toStrictEqual(used)
    expect(await tokenAfter(consumed(tokenId, importId), failed(tokenId, otherImport))).toStrictEqual(used)
    expect(
      await tokenAfter(consumed(tokenId, importId), discarded(tokenId, otherImport, false)),
    ).toStrictEqual(used)
  })

  test.each([
    ['dataset', failed(tokenId, importId)],
    ['ephemeral', discarded(tokenId, importId, false)],
  ] as const)(
    'has failed when its %s import was taken for lost right before it consumed it',
    async (kind, fence) => {
      expect(await tokenAfter(fence, consumed(tokenId, importId, kind))).toMatchObject({
        state: 'failed',
        importId,
        importKind: kind,
        settledAt: createdAt,
      })
    },
  )

  test('is not touched by what happens to another', async () => {
    const other = uuid(11)
    expect(await tokenAfter(consumed(other, importId), imported(other, importId))).toStrictEqual(unused)
    expect(await tokenAfter({ type: 'TokenRevoked', tokenId: other })).toStrictEqual(unused)
  })
})
