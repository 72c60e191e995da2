import fc from 'fast-check'
import type { FailureClass } from '../../src/domain/dataset'
import { replay } from '../../src/domain/decider'
import {
  type EphemeralFacts,
  type EphemeralImportCommand,
  type EphemeralImportEvent,
  type EphemeralOutcome,
  ephemeralImport,
} from '../../src/domain/ephemeral-import'
import { given, historyOf } from '../support/given'

const facts: EphemeralFacts = {
  importId: 'import-1',
  tokenId: 'token-1',
  projectId: 7,
  userId: 'user-1',
  policyVersion: null,
  derivationVersion: 'v1',
  startedAt: 1_000,
  endedAt: 2_000,
}
const success: EphemeralOutcome = { outcome: 'imported' }
const failure = (outcomeClass: FailureClass): EphemeralOutcome => ({ outcome: 'failed', outcomeClass })
const outcomes = [success, failure('rights-withdrawn'), failure('interrupted'), failure('abandoned')]

const record = (outcome: EphemeralOutcome): EphemeralImportCommand => ({
  type: 'RecordDiscard',
  facts,
  ...outcome,
})
const discarded = (outcome: EphemeralOutcome): EphemeralImportEvent => ({
  type: 'EphemeralDatasetDiscarded',
  ...facts,
  ...outcome,
})

describe('the outcome of an ephemeral import', () => {
  test.each(outcomes)('is recorded with who and when, and nothing else (%o)', (outcome) =>
    given(ephemeralImport).when(record(outcome)).thenAccepted(discarded(outcome)),
  )

  test('stands as success when a recoverer comes late', () =>
    given(ephemeralImport, discarded(success))
      .when(record(failure('interrupted')))
      .thenRefused({ code: 'import-already-settled' }))

  test('stands as failure when the finisher comes late', () =>
    given(ephemeralImport, discarded(failure('abandoned')))
      .when(record(success))
      .thenRefused({ code: 'import-already-settled' }))

  test('is not recorded twice', () =>
    given(ephemeralImport, discarded(success))
      .when(record(success))
      .thenRefused({ code: 'import-already-settled' }))
})

test('whoever records outcomes, in whatever order, the first one is the only one', () => {
  const outcome = fc.constantFrom(...outcomes)
  fc.assert(
    fc.property(outcome, fc.array(outcome), (first, others) => {
      expect(historyOf(ephemeralImport, [first, ...others].map(record))).toEqual([discarded(first)])
    }),
  )
})

test('an import is what the first event of its stream tells, whatever stands behind it', () => {
  const outcome = fc.constantFrom(...outcomes)
  fc.assert(
    fc.property(outcome, fc.array(outcome), (first, others) => {
      expect(replay(ephemeralImport, [first, ...others].map(discarded))).toStrictEqual({
        status: 'settled',
        ...first,
      })
    }),
  )
})
