import type { HeaderObject, Reference } from './document-types'
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

export const headerComponents: Readonly<Record<string, HeaderObject>> = Object.fromEntries(
  [true, false].flatMap((required) =>
    Object.entries(headerFields).map(([name, { says, schema }]) => [
      nameOf(name, required),
      { description: says, required, schema },
    ]),
  ),
)
