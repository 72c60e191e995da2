import { isDeepStrictEqual } from 'node:util'
import type { ValidateFunction } from 'ajv/dist/2020'
import type {
  DocumentedMethod,
  MediaTypeObject,
  OpenApiDocument,
  ResponseObject,
} from '../../src/interfaces/http/openapi/document-types'
import { validatorsOf } from './validators.cjs'

/** An answer as it went out. */
export interface SeenAnswer {
  readonly method: string
  /** As the request has it, with its query. */
  readonly url: string
  readonly status: number
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>
  /** `null`: it is too long to be looked at. */
  readonly body: string | null
}

/** What an answer has that the document hasn't, and the other way round; none is what a service is held to. */
export type AnswerFaults = (answer: SeenAnswer) => readonly string[]

/** Of HTTP and of Node: no service has to say that they come. */
const headersOfHttp = [
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
]

export function answerFaults(document: OpenApiDocument): AnswerFaults {
  const schemas = schemasOf(document)
  return (answer) => {
    const found = responsesTo(document, answer).map(({ pointer, response }) => [
      ...headerFaults(document, answer, response, schemas),
      ...(answer.method === 'HEAD' ? [] : contentFaults(answer, response, pointer, schemas)),
    ])
    const [nearest] = found.sort((a, b) => a.length - b.length)
    return nearest ?? ['the operation or its status is not documented']
  }
}

/** The validators of the document's own schemas, by where they stand in it. */
export const schemasOf = (document: OpenApiDocument): ((pointer: string) => ValidateFunction) =>
  validatorsOf(JSON.stringify(document))

export const pointerTo = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')

interface Described {
  readonly pointer: readonly string[]
  readonly response: ResponseObject
}

/** The response of the operation; where there is no operation, those beside all operations. */
function responsesTo(document: OpenApiDocument, { method, url, status }: SeenAnswer): readonly Described[] {
  const template = templateOf(document, url)
  const item = template === null ? undefined : document.paths[template]
  const name = method.toLowerCase() as DocumentedMethod
  const operation = item?.[name]
  if (template !== null && operation !== undefined) {
    const response = operation.responses[status]
    if (response === undefined) return []
    return [{ pointer: ['paths', template, name, 'responses', String(status)], response }]
  }
  const code = item === undefined ? besidePaths[status] : status === 405 ? 'method-not-allowed' : undefined
  return Object.entries(document.components.responses)
    .filter(([component]) => component.split('.')[0] === code)
    .map(([component, response]) => ({ pointer: ['components', 'responses', component], response }))
}

const besidePaths: Readonly<Record<number, string>> = { 400: 'path-malformed', 404: 'not-found' }

/** The path of the document that leads here; `null`: none. */
export function templateOf(document: OpenApiDocument, url: string): string | null {
  const [path = ''] = url.split('?')
  const matches = Object.keys(document.paths).filter((template) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  const [exact] = matches.sort((a, b) => a.split('{').length - b.split('{').length)
  return exact ?? null
}

function headerFaults(
  { components }: OpenApiDocument,
  { headers }: SeenAnswer,
  response: ResponseObject,
  schemas: (pointer: string) => ValidateFunction,
): readonly string[] {
  const sent = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const documented = Object.entries(response.headers).map(([name, { $ref }]) => ({
    name,
    component: $ref.replace('#/components/headers/', ''),
  }))
  const names = documented.map(({ name }) => name.toLowerCase())
  return [
    ...[...sent.keys()]
      .filter((name) => !headersOfHttp.includes(name) && !names.includes(name))
      .map((name) => `the header ${name} is not documented`),
    ...documented.flatMap(({ name, component }) => {
      const value = sent.get(name.toLowerCase())
      if (value === undefined) {
        return components.headers[component]?.required ? [`the header ${name} is missing`] : []
      }
      const validate = schemas(pointerTo('components', 'headers', component, 'schema'))
      return validate(value) ? [] : [`the header ${name} is not as documented`]
    }),
  ]
}

function contentFaults(
  { headers, body }: SeenAnswer,
  { content = {} }: ResponseObject,
  pointer: readonly string[],
  schemas: (pointer: string) => ValidateFunction,
): readonly string[] {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (type === undefined) return Object.keys(content).length === 0 ? [] : ['the content has no media type']
  const essence = type.split(';')[0]?.trim() ?? ''
  const form = content[essence]
  if (form === undefined) return [`the media type ${essence} is not documented`]
  if (body === null) return []
  const validator = (keyword: keyof MediaTypeObject) =>
    schemas(pointerTo(...pointer, 'content', essence, keyword))
  if (form['x-line-schema'] !== undefined) {
    return body
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => jsonFaults(line, validator('x-line-schema')))
  }
  if (form['x-event-data-schema'] !== undefined) {
    return [...body.matchAll(/^data: (.*)\n/gm)].flatMap(([, data = '']) =>
      jsonFaults(data, validator('x-event-data-schema')),
    )
  }
  return /[/+]json$/.test(essence) ? jsonFaults(body, validator('schema')) : []
}

function jsonFaults(text: string, validate: ValidateFunction): readonly string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return ['the content is no JSON']
  }
  if (validate(value)) return []
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
  return faults.filter((fault, at) => !faults.slice(0, at).some((before) => isDeepStrictEqual(before, fault)))
}
