import type { HeaderObject, Reference, ResponseObject } from './document-types'
import { type HeaderName, headerFields, headersOfAll } from './header-fields'

/** The headers of an answer, as references to the components below. */
export function headersOf(
  always: readonly HeaderName[],
  sometimes: readonly HeaderName[],
): Readonly<Record<string, Reference>> {
  const sure = [...headersOfAll, ...always]
  return Object.fromEntries([
    ...sometimes.filter((name) => !sure.includes(name)).map((name) => [name, referenceTo(name, false)]),
    ...sure.map((name) => [name, referenceTo(name, true)]),
  ])
}

const nameOf = (name: string, required: boolean): string => (required ? name : `${name}.optional`)

const referenceTo = (name: string, required: boolean): Reference => ({
  $ref: `#/components/headers/${nameOf(name, required)}`,
})

/** The components that these answers refer to. */
export function headersReferredTo(
  responses: readonly ResponseObject[],
): Readonly<Record<string, HeaderObject>> {
  const references = new Set(
    responses.flatMap(({ headers }) => Object.values(headers).map(({ $ref }) => $ref)),
  )
  return Object.fromEntries(
    Object.entries(headerFields).flatMap(([name, { says, schema }]) =>
      [true, false]
        .filter((required) => references.has(referenceTo(name, required).$ref))
        .map((required) => [nameOf(name, required), { description: says, required, schema }]),
    ),
  )
}
