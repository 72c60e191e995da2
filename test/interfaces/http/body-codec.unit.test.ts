import fc from 'fast-check'
import { bodyOf, decodeBody } from '../../../src/interfaces/http/body-codec'
import {
  description,
  kind,
  listOf,
  personName,
  shortText,
  thingName,
  time,
  wholeNumber,
} from '../../../src/interfaces/http/body-members'

const codec = bodyOf(
  { user: personName, project: wholeNumber },
  { kinds: listOf(kind, 'a list of kinds'), not_before: time },
)

test('a body is read as what its members mean', () => {
  const json = { user: 'jdoe', project: 1, kinds: ['external'], not_before: '2031-05-17T10:00:00+02:00' }
  const body = { ...json, not_before: Date.parse('2031-05-17T08:00:00Z') }
  expect(decodeBody(codec, json)).toStrictEqual({ outcome: 'read', body })
})

test('members that may be left out are left out', () => {
  const json = { user: 'jdoe', project: 1 }
  expect(decodeBody(codec, json)).toStrictEqual({ outcome: 'read', body: json })
})

test.each([
  ['a member that no one asked for', { max_rows: 1 }, { member: 'max_rows', hint: 'is not supported' }],
  [
    'the name of a prototype',
    JSON.parse('{"__proto__":{"user":"x"}}'),
    { member: null, hint: 'is not supported' },
  ],
  ['an optional member of null', { kinds: null }, { member: 'kinds', hint: 'must be a list of kinds' }],
  [
    'one of a list',
    { kinds: ['external', 'all'] },
    { member: 'kinds[1]', hint: 'must be one of dataset, ephemeral, external' },
  ],
  ['a number in words', { project: '1' }, { member: 'project', hint: 'must be a whole number from 1 on' }],
])('%s is refused by name', (_what, members, error) => {
  const base = Object.assign(Object.create(null), { user: 'jdoe', project: 1 })
  const json = Object.defineProperties(base, Object.getOwnPropertyDescriptors(members))
  expect(decodeBody(codec, json)).toStrictEqual({ outcome: 'refused', errors: [error] })
})

test('not more than a hundred faults are named', () => {
  const decoded = decodeBody(codec, { user: 'jdoe', project: 1, kinds: new Array(500).fill('x') })
  expect(decoded.outcome === 'refused' && decoded.errors.length).toBe(100)
})

test('nothing that was sent stands in a refusal', () => {
  const marked = fc.string({ minLength: 1 }).map((text) => `<secret>${text}\u0007`)
  fc.assert(
    fc.property(marked, fc.anything({ key: marked, values: [marked] }), (text, anything) => {
      const decoded = decodeBody(codec, { user: text, project: anything, kinds: [text], [text]: anything })
      expect(decoded.outcome).toBe('refused')
      expect(JSON.stringify(decoded)).not.toContain('secret')
    }),
  )
})

test.each([
  [personName, ['jdoe', 'Zoë', ' ', '😀'.repeat(200)], ['', 'a\nb', '\u007f', '\ud800', 'x'.repeat(201), 7]],
  [thingName, ['Trial 1', ' x '], ['', '  ', '\u3000', 'a\u0000', 'x'.repeat(201), null]],
  [description, ['', 'two\nlines\tand more', 'x'.repeat(2000)], ['x'.repeat(2001), 'a\u0000', '\udc00', 1]],
  [shortText, ['age1xyz'], ['', 'x'.repeat(201), 'a\r', undefined]],
  [wholeNumber, [1, 2 ** 53 - 1], [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', true]],
  [kind, ['dataset', 'ephemeral', 'external'], ['Dataset', '', 1]],
])('%#: what a member may be, and what not', (type, good, bad) => {
  for (const value of good) expect([value, type.decode(value)._tag]).toEqual([value, 'Right'])
  for (const value of bad) expect([value, type.decode(value)._tag]).toEqual([value, 'Left'])
})
