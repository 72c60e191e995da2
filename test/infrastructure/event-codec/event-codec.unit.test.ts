import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { UnknownStoredEvent } from '../../../src/application/ports/event-store'
import type { DomainEvent, DomainEventType } from '../../../src/domain/events'
import {
  decodeEvent,
  encodeEvent,
  type StoredEvent,
  UnfitEvent,
} from '../../../src/infrastructure/event-codec/event-codec'
import { storedShapes } from '../../../src/infrastructure/event-codec/stored-shapes'
import { anyEvent, anyMetadata } from './arbitraries'

const eventNames = Object.keys(storedShapes) as DomainEventType[]
const examples = path.join(__dirname, 'examples')
const exampleNames = readdirSync(examples)
const readExample = (file: string): StoredEvent => JSON.parse(readFileSync(path.join(examples, file), 'utf8'))
const overJson = <T>(value: T): T => JSON.parse(JSON.stringify(value))

// A fault is the same for all values of a member; what differs are the members.
const few = { numRuns: 10 }

const metadata = { correlationId: 'r-1', causationId: 'r-1', actor: { kind: 'system' } } as const
const revoked = { type: 'TokenRevoked', tokenId: '6f1c2a54-0d0b-4c39-9a4e-0b6f5a2f3c11' } as const

const details = ['authgroup', 'keyfileRecipient', 'exportTarget']
const optional: ReadonlyMap<DomainEventType, readonly string[]> = new Map([
  ['TokenIssued', ['maxBytes', 'maxRows', 'externalUuid', 'definitionSha256']],
  ['ProjectProvisioned', [...details, 'deidProjectId']],
  ['ProjectChanged', details],
  ['DatasetImported', ['uuid']],
] as const)

describe.each(eventNames)('%s', (name) => {
  const events: fc.Arbitrary<DomainEvent> = anyEvent[name]

  it('comes back from its stored form as it was', () => {
    fc.assert(
      fc.property(events, anyMetadata, (event, itsMetadata) => {
        const stored = encodeEvent(event, itsMetadata)
        expect(stored.type).toBe(storedShapes[name].storedName)
        expect(decodeEvent(overJson(stored))).toStrictEqual(overJson({ event, metadata: itsMetadata }))
      }),
    )
  })

  it('is refused with a member it does not have, either way', () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(() => encodeEvent(Object.assign({ surplus: 'Jane Doe' }, event), metadata)).toThrow(UnfitEvent)
        const { data, ...stored } = encodeEvent(event, metadata)
        expect(() => decodeEvent({ ...stored, data: { ...data, surplus: 'Jane Doe' } })).toThrow(UnfitEvent)
        const proto = JSON.parse('{"__proto__":1}')
        expect(() => decodeEvent({ ...stored, data: Object.assign(proto, data) })).toThrow(UnfitEvent)
      }),
      few,
    )
  })
})

describe.each(eventNames.filter((name) => name !== 'ProjectNumberDrawn'))('the members of %s', (name) => {
  const events: fc.Arbitrary<DomainEvent> = anyEvent[name]

  it('are refused when unfit, either way, by a fault that quotes no value', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(Number.NaN, { text: 'Jane Doe' }), (event, unfit) => {
        const { data, ...stored } = encodeEvent(event, metadata)
        for (const member of Object.keys(data)) {
          // Of a union only the whole can be told when its telling member is unfit.
          const whole = member === 'outcome' ? 'data' : `data.${member}`
          // An object of other members is told by the first that it lacks.
          const place = member === 'exportTarget' && typeof unfit === 'object' ? `${whole}.host` : whole
          for (const act of [
            () => encodeEvent(Object.assign({}, event, { [member]: unfit }), metadata),
            () => decodeEvent({ ...stored, data: { ...data, [member]: unfit } }),
          ]) {
            expect(act).toThrow(new UnfitEvent(storedShapes[name].storedName, place))
          }
        }
      }),
      few,
    )
  })

  it('are refused when one that must be there is missing', () => {
    fc.assert(
      fc.property(events, (event) => {
        const { data, ...stored } = encodeEvent(event, metadata)
        for (const member of Object.keys(data)) {
          if (optional.get(name)?.includes(member)) continue
          const { [member]: _, ...rest } = data
          expect(() => decodeEvent({ ...stored, data: rest })).toThrow(UnfitEvent)
        }
      }),
      few,
    )
  })
})

describe('stored names', () => {
  it('are each of one event and carry a version', () => {
    const names = eventNames.map((name) => storedShapes[name].storedName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+\.v[1-9][0-9]*$/)
  })

  it('each have a stored example', () => {
    const names = eventNames.map((name) => `${storedShapes[name].storedName}.json`)
    expect(exampleNames).toEqual(expect.arrayContaining(names))
  })

  it('that nobody knows are told', () => {
    const stored = { type: 'TokenGilded.v1', data: {}, metadata: {} }
    expect(() => decodeEvent(stored)).toThrow(new UnknownStoredEvent('TokenGilded.v1'))
    expect(() => decodeEvent({ ...stored, type: 'constructor' })).toThrow(UnknownStoredEvent)
  })
})

it.each(exampleNames)('the stored example %s reads', (file) => {
  const stored = readExample(file)
  expect(`${stored.type}.json`).toBe(file)
  const { event, metadata: itsMetadata } = decodeEvent(stored)
  expect(encodeEvent(event, itsMetadata)).toStrictEqual(stored)
})

describe('forms', () => {
  const issued = decodeEvent(readExample('TokenIssued.v1.json')).event
  const fetched = decodeEvent(readExample('KeyfileFetched.v1.json')).event
  const withMember = (event: DomainEvent, member: string, value: unknown) => () =>
    encodeEvent(Object.assign({}, event, { [member]: value }), metadata)

  it.each([
    ['notBefore', 0.5],
    ['notBefore', Number.POSITIVE_INFINITY],
    ['notBefore', 8.64e15],
    ['userId', 'Jane Doe'],
    ['userId', '6F1C2A54-0D0B-4C39-9A4E-0B6F5A2F3C11'],
    ['secretDigest', 'a'.repeat(63)],
    ['kinds', ['dataset', 'toString']],
    ['projectId', 0],
    ['projectId', 1.5],
    ['projectId', '1'],
  ])('refuse a token whose %s is %p', (member, value) => {
    expect(withMember(issued, member, value)).toThrow(`data.${member}`)
  })

  it.each(['', 'a'.repeat(65), 'Jane Doe', 'a\n'])('refuse %p for the case of a keyfile', (value) => {
    expect(withMember(fetched, 'case', value)).toThrow('data.case')
    expect(withMember(fetched, 'case', 'REQ-1')).not.toThrow()
  })

  it.each([
    '2026-02-30T00:00:00.000Z',
    '2026-01-15T24:00:00.000Z',
    '2026-01-15T09:30:00Z',
    '2026-01-15T09:30:00.000+00:00',
    '2026-01-15 09:30:00.000Z',
    1768469400000,
  ])('refuse %p for a stored instant', (notBefore) => {
    const stored = readExample('TokenIssued.v1.json')
    expect(() => decodeEvent({ ...stored, data: { ...stored.data, notBefore } })).toThrow('data.notBefore')
  })

  it('tell the place inside a list', () => {
    const stored = readExample('DatasetImported.v1.json')
    const columns = [
      { name: 'a', type: 'text', action: 'keep' },
      { name: 'b', type: 'text', action: 'Keep!' },
    ]
    expect(() => decodeEvent({ ...stored, data: { ...stored.data, columns } })).toThrow(
      'data.columns.1.action',
    )
  })

  it('let an outcome class stand with a failure only', () => {
    const stored = readExample('EphemeralDatasetDiscarded.v1.json')
    const { outcomeClass, ...rest } = stored.data
    const decode = (data: object) => () => decodeEvent({ ...stored, data })
    expect(decode({ ...rest, outcome: 'imported' })).not.toThrow()
    expect(decode({ ...rest, outcome: 'imported', outcomeClass })).toThrow(UnfitEvent)
    expect(decode({ ...rest, outcome: 'failed' })).toThrow('data.outcomeClass')
  })
})

describe('metadata', () => {
  it.each([
    [{ ...metadata, correlationId: 'Jane Doe' }, 'metadata.$correlationId'],
    [{ ...metadata, causationId: '' }, 'metadata.$causationId'],
    [{ ...metadata, actor: { kind: 'user', subject: 'jdoe' } as const }, 'metadata.actor.subject'],
    [{ ...metadata, actor: { kind: 'management', client: 'a b' } as const }, 'metadata.actor.client'],
    [{ ...metadata, actor: { kind: 'system', name: 'x' } as const }, 'metadata.actor'],
  ])('%j is refused', (unfit, place) => {
    expect(() => encodeEvent(revoked, unfit)).toThrow(new UnfitEvent('TokenRevoked.v1', place))
  })

  it('of another version is refused', () => {
    const stored = encodeEvent(revoked, metadata)
    expect(() => decodeEvent({ ...stored, metadata: { ...stored.metadata, schemaVersion: 2 } })).toThrow(
      'metadata.schemaVersion',
    )
  })
})
