import * as t from 'io-ts'
import { objectOf, wordOf } from '../json-forms'
import type { DocumentedMethod } from './document-types'
import { asJson, type DescribedPath, type Operation } from './operation'
import type { WrittenOperation } from './operation-object'

/** What is answered by itself where other methods are: HEAD as GET, and OPTIONS. */
export function derivedOperations(
  described: DescribedPath,
): readonly (readonly [DocumentedMethod, WrittenOperation])[] {
  const { GET: get } = described.operations
  const head = get === undefined || described.withoutHead ? [] : [['head', headOf(get)] as const]
  return [...head, ['options', optionsOf(described)] as const]
}

/** A range counts for GET alone (RFC 9110, 14.2). */
const headOf = (get: Operation): WrittenOperation => ({
  ...get,
  id: `${get.id}.head`,
  summary: `${get.summary}: the headers alone`,
  headers: get.headers?.filter((name) => name !== 'Range' && name !== 'If-Range') ?? [],
  answers: get.answers.filter(({ status }) => status !== 206),
  problems: get.problems.filter((problem) => problem !== 'range-not-satisfiable'),
  withoutContent: true,
})

/** The methods of a path, in the order in which they are told. */
export function methodsOf({ operations, withoutHead }: DescribedPath): readonly string[] {
  const described = Object.keys(operations)
  const withHead = described.flatMap((method) =>
    method === 'GET' && !withoutHead ? ['GET', 'HEAD'] : [method],
  )
  return [...withHead, 'OPTIONS']
}

function optionsOf(described: DescribedPath): WrittenOperation {
  const method = wordOf(...methodsOf(described))
  const ids = Object.values(described.operations).map(({ id }) => id)
  return {
    id: `${ids[0]}.options`,
    summary: 'What the address answers',
    answers: [
      {
        status: 200,
        says: 'The methods, and of an upload its fields, in their order, and its limits. Fields of one number come in either order.',
        content: asJson(objectOf({ methods: t.readonlyArray(method), ...described.options })),
        always: ['Allow'],
      },
    ],
    problems: [],
  }
}
