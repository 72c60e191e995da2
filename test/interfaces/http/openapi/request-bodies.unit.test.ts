import fc from 'fast-check'
import { type BodyCodec, decodeBody } from '../../../../src/interfaces/http/body-codec'
import { openApiDocument } from '../../../../src/interfaces/http/openapi/document'
import { projectChange, projectProvisioning } from '../../../../src/interfaces/http/project-routes'
import { tokenRequest } from '../../../../src/interfaces/http/upload-token-routes'
import { userChange, userProvisioning } from '../../../../src/interfaces/http/user-routes'
import { pointerTo, schemasOf } from '../../../support/openapi-answers'

const schemas = schemasOf(openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' }))

const target = { host: 'h', port: 22, user: 'u', path: '/p' }

/** Good here, bad there; none whose fault no schema can tell, which are control characters and days that don't exist. */
const values: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 1.5, 86_400, '', ' ', 'jdoe', 'a'.repeat(200), 'a'.repeat(201), 'a'.repeat(2001)],
  ...['😀'.repeat(200), '😀'.repeat(201), '2031-05-17T08:00:00Z', '2031-05-17', '9f'.repeat(32), '9f'],
  ...[[], ['dataset'], ['cardiology', ''], ['external', 'other'], [1], {}],
  ...[target, { ...target, password: 'p' }, { ...target, password: 'p', key: 'k' }, { ...target, port: 0 }],
]

/** Whether the member by itself is right, whatever else is missing. */
function isTaken(codec: BodyCodec<unknown>, name: string, value: unknown): boolean {
  const decoded = decodeBody(codec, { [name]: value })
  if (decoded.outcome === 'read') return true
  return !decoded.errors.some(({ member }) => member?.split('[')[0] === name)
}

test.each([
  ['/management/provision/user', 'post', userProvisioning],
  ['/management/provision/user/{user}', 'put', userChange],
  ['/management/provision/project', 'post', projectProvisioning],
  ['/management/provision/project/{id}', 'put', projectChange],
  ['/management/provision/uploadtoken', 'post', tokenRequest],
] as const)('%s %s takes what its schema lets pass, and nothing else', (path, method, codec) => {
  const validate = schemas(
    pointerTo('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'),
  )
  const taken = { yes: 0, no: 0 }
  const objectOf = (valuesOf: (name: string) => readonly unknown[]) =>
    fc.record(Object.fromEntries(codec.members.map((name) => [name, fc.constantFrom(...valuesOf(name))])), {
      requiredKeys: [],
    })
  const stranger = fc.constantFrom({}, {}, {}, { other: 1 })
  const anything = objectOf(() => values)
  const likely = objectOf((name) => values.filter((value) => isTaken(codec, name, value)))
  fc.assert(
    fc.property(fc.oneof(anything, likely), stranger, (members, more) => {
      const json = { ...members, ...more }
      const reads = decodeBody<unknown>(codec, json).outcome === 'read'
      taken[reads ? 'yes' : 'no'] += 1
      expect([json, validate(json)]).toEqual([json, reads])
    }),
    { numRuns: 500 },
  )
  expect(Math.min(taken.yes, taken.no)).toBeGreaterThan(10)
})
