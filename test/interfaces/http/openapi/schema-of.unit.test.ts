import * as t from 'io-ts'
import { wholeNumber } from '../../../../src/interfaces/http/body-members'
import { orNull, refined } from '../../../../src/interfaces/http/described'
import { nullOr, objectOf, wordOf } from '../../../../src/interfaces/http/json-forms'
import { readSchemas } from '../../../../src/interfaces/http/openapi/schema-of'

const schemaOf = (codec: Parameters<ReturnType<typeof readSchemas>['schemaOf']>[0]) =>
  readSchemas().schemaOf(codec)

test('an object has its members and no others', () =>
  expect(schemaOf(objectOf({ a: t.string }, { b: t.boolean }))).toEqual({
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'boolean' } },
    required: ['a'],
    additionalProperties: false,
  }))

test('an object that is not exact may have others', () =>
  expect(schemaOf(t.type({ a: t.string }))).toEqual({
    type: 'object',
    properties: { a: { type: 'string' } },
    required: ['a'],
  }))

test.each([
  ['a literal', t.literal('a'), { const: 'a' }],
  ['words', t.keyof({ a: null, b: null }), { type: 'string', enum: ['a', 'b'] }],
  ['a choice', t.union([t.string, t.null]), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  ['a list', t.array(t.string), { type: 'array', items: { type: 'string' } }],
  ['a list that stays', t.readonlyArray(t.null), { type: 'array', items: { type: 'null' } }],
  [
    'a dictionary',
    t.record(t.string, t.boolean),
    { type: 'object', additionalProperties: { type: 'boolean' } },
  ],
  ['any object', t.UnknownRecord, { type: 'object' }],
] as const)('%s', (_what, codec, schema) => expect(schemaOf(codec)).toEqual(schema))

test('a type of our own says by itself what it lets pass', () => {
  const schema = { description: 'a whole number from 1 on', type: 'integer', minimum: 1 }
  expect(schemaOf(wholeNumber)).toEqual(schema)
  expect(schemaOf(orNull(wholeNumber))).toEqual({ anyOf: [schema, { type: 'null' }] })
  expect(schemaOf(nullOr(wordOf('a')))).toEqual({
    anyOf: [{ description: 'one of a', const: 'a' }, { type: 'null' }],
  })
})

test('what has a name is a component, once', () => {
  const named = objectOf({ a: t.string }, {}, 'Thing')
  const schemas = readSchemas()
  const reference = { $ref: '#/components/schemas/Thing' }
  expect(schemas.schemaOf(t.readonlyArray(named))).toEqual({ type: 'array', items: reference })
  expect(schemas.schemaOf(named)).toEqual(reference)
  expect([...schemas.components.keys()]).toEqual(['Thing'])
  expect(() => schemas.schemaOf(objectOf({ a: t.null }, {}, 'Thing'))).toThrow('two codecs are called Thing')
})

test.each([
  t.number,
  t.unknown,
  t.tuple([t.string]),
  new t.Type<string>('mine', t.string.is, t.string.validate, t.identity),
])('a codec that nothing is known of is refused: $name', (codec) =>
  expect(() => schemaOf(codec)).toThrow(`no schema is known of ${codec.name}`),
)

test('a reader and its schema belong together', () => {
  const even = refined('an even number', { type: 'integer' }, (value) =>
    typeof value === 'number' && value % 2 === 0 ? value : null,
  )
  expect([even.is(2), even.is(3), even.schema]).toEqual([
    true,
    false,
    { description: 'an even number', type: 'integer' },
  ])
})
