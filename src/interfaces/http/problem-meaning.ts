import * as t from 'io-ts'
import { objectOf, ordinal, someText, such } from './json-forms'
import type { OpenApiDocument } from './openapi/document-types'
import { type Occurrence, occurrencesOf } from './openapi/occurrences'
import { exampleProblems } from './problem-examples'
import type { ProblemCode } from './problem-table'

/** What a code means, for whoever follows the `type` of a problem. */
export const problemMeaning = objectOf(
  {
    type: such(someText, '/-/problems/token-expired'),
    code: such(someText, 'token-expired'),
    title: such(someText, 'Token expired'),
    statuses: t.readonlyArray(such(ordinal, 403)),
    details: t.readonlyArray(such(someText, 'The time window of the token is over: ask for a new one.')),
    retry: t.readonlyArray(such(someText, 'new-token')),
  },
  {},
  'ProblemMeaning',
)

type ProblemMeaning = t.TypeOf<typeof problemMeaning>

/**
 * What a code means where the document has it; one that no operation answers, at any address. A code whose refusals
 * come in several shapes says several things. `retry` is what uploads are told.
 */
export function meaningOf(document: OpenApiDocument, code: ProblemCode): ProblemMeaning & Occurring {
  const occurrences = occurrencesOf(document, code)
  const upload = occurrences.some(({ isOfUpload }) => isOfUpload)
  const examples = exampleProblems(code, upload ? 'upload' : 'content')
  const bodies = examples.map(({ body }) => body)
  const { title } = examples[0].body
  const statuses = occurrences.map(({ status }) => status)
  return {
    type: `/-/problems/${code}`,
    code,
    title,
    statuses: distinct(occurrences.length === 0 ? bodies.map(({ status }) => status) : statuses).sort(),
    details: distinct(bodies.map(({ detail }) => detail)),
    retry: distinct(bodies.flatMap(({ retry }) => (retry === undefined ? [] : [retry]))),
    occurrences,
  }
}

interface Occurring {
  readonly occurrences: readonly Occurrence[]
}

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)]
