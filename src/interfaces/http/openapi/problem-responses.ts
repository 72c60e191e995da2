import type * as t from 'io-ts'
import type { JsonSchema } from '../described'
import { type ExampleProblem, type ExampleProblems, exampleProblems } from '../problem-examples'
import type { Place, ProblemRow } from '../problem-row'
import type { Problem, ProblemCode } from '../problem-table'
import { problems } from '../problems'
import type { ResponseObject } from './document-types'
import type { HeaderName } from './header-fields'
import { headersOf } from './header-objects'
import type { AnsweredProblem } from './operation'
import type { Schemas } from './schema-of'

/** The schemas of problems, each made once, as components of the document. */
export interface ProblemSchemas {
  readonly components: ReadonlyMap<string, JsonSchema>
  /** A response for each status that these problems have where they stand. */
  responsesOf(
    answered: readonly AnsweredProblem[],
    home: Place,
    sometimes: readonly HeaderName[],
  ): Readonly<Record<string, ResponseObject>>
}

interface Placed {
  readonly code: ProblemCode
  readonly place: Place
  readonly beside: t.Props
  readonly examples: ExampleProblems
}

export function readProblems(schemas: Schemas): ProblemSchemas {
  const components = new Map<string, JsonSchema>()

  const referenceTo = (problem: Placed): JsonSchema => {
    const name = componentName(problem)
    const schema = schemaOfProblem(problem, schemas)
    const known = components.get(name)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`${name} is told in two ways`)
    }
    components.set(name, schema)
    return { $ref: `#/components/schemas/${name}` }
  }

  const responseOf = (found: readonly Placed[], sometimes: readonly HeaderName[]): ResponseObject => {
    const headers = found.flatMap(({ examples }) => examples.map((example) => headerNamesOf(example)))
    const sure = [...new Set(headers.flat())].filter((name) => headers.every((names) => names.includes(name)))
    const references = found.map(referenceTo)
    const examples = found.map(
      ({ code, examples: [{ body }] }) => [code, { summary: body.title, value: body }] as const,
    )
    const [only] = references
    const choice = {
      oneOf: references,
      discriminator: {
        propertyName: 'code',
        mapping: Object.fromEntries(found.map(({ code }, at) => [code, references[at]?.$ref])),
      },
    }
    return {
      description: examples.map(([, { summary }]) => summary).join(' · '),
      headers: headersOf(sure, [...headers.flat(), ...sometimes]),
      content: {
        'application/problem+json': {
          schema: references.length === 1 && only !== undefined ? only : choice,
          examples: Object.fromEntries(examples),
        },
      },
    }
  }

  return {
    components,
    responsesOf(answered, home, sometimes) {
      const byStatus = new Map<number, Placed[]>()
      for (const problem of answered) {
        const placed = placedAt(problem, home)
        const { status } = placed.examples[0]
        byStatus.set(status, [...(byStatus.get(status) ?? []), placed])
      }
      return Object.fromEntries(
        [...byStatus].map(([status, found]) => [String(status), responseOf(found, sometimes)]),
      )
    },
  }
}

function placedAt(problem: AnsweredProblem, home: Place): Placed {
  const { code, place = home, beside = {} } = typeof problem === 'string' ? { code: problem } : problem
  return { code, place, beside, examples: exampleProblems(code, place) }
}

/** Where a code is told alike, its problem is described once. */
function componentName({ code, place }: Placed): string {
  if (place === 'upload') return `problem.${code}.upload`
  return typeof problems[code].status === 'number' ? `problem.${code}` : `problem.${code}.${place}`
}

const headerNamesOf = ({ headers }: ExampleProblem): readonly HeaderName[] =>
  Object.keys(headers).filter((name) => name !== 'Content-Type') as readonly HeaderName[]

/** What all of the code's examples say alike is fixed, but for what is about one request. */
function schemaOfProblem({ code, beside, examples }: Placed, { schemaOf }: Schemas): JsonSchema {
  const { members } = problems[code] as ProblemRow<Problem>
  const shapes = { ...members?.shapes, ...beside }
  const bodies = examples.map(({ body }) => body)
  const names = [...new Set(bodies.flatMap(Object.keys))]
  const schemaOfMember = (name: string): JsonSchema => {
    const shape = shapes[name]
    if (shape !== undefined) return schemaOf(shape)
    if (free.includes(name)) return { type: 'string' }
    const values = [...new Set(bodies.flatMap((body) => (name in body ? [body[name]] : [])))]
    return values.length === 1 ? { const: values[0] } : { enum: values }
  }
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...new Set([...names, ...Object.keys(shapes)])].map((name) => [name, schemaOfMember(name)]),
    ),
    required: names.filter((name) => bodies.every((body) => name in body)),
    additionalProperties: false,
  }
}

/** Members that are about one request. */
const free: readonly string[] = ['detail', 'request_id']
