import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { boundaryOf, mediaTypeOf } from './form-request'
import { parseMultipart } from './multipart'
import { MalformedForm } from './multipart-malformed'

export interface Field {
  readonly name: string | undefined
  readonly value: string
}

export type FieldsRefusal =
  | { readonly code: 'multipart-invalid'; readonly detail: string }
  | { readonly code: 'body-invalid'; readonly detail: string }

export type FieldsReading =
  | { readonly outcome: 'read'; readonly fields: readonly Field[] }
  | { readonly outcome: 'refused'; readonly refusal: FieldsRefusal }

export type ReadFields = (body: Buffer) => Promise<FieldsReading>

const read = (fields: readonly Field[]): FieldsReading => ({ outcome: 'read', fields })

/** The reader of the fields of a whole body, by the request's media type; `null`: there is none for it. */
export function fieldReaderFor(request: IncomingMessage): ReadFields | null {
  switch (mediaTypeOf(request)?.essence) {
    case 'application/json':
      return readJson
    case 'application/x-www-form-urlencoded':
      return async (body) =>
        read([...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => ({ name, value })))
    case 'multipart/form-data':
      return (body) => readMultipart(body, boundaryOf(request))
    default:
      return null
  }
}

async function readJson(body: Buffer): Promise<FieldsReading> {
  const members = objectIn(body)
  if (members === null) return badJson('The body must be a JSON object in UTF-8.')
  const fields: Field[] = []
  for (const [name, value] of Object.entries(members)) {
    if (typeof value !== 'string') return badJson('The members of the JSON object must be strings.')
    fields.push({ name, value })
  }
  return read(fields)
}

const badJson = (detail: string): FieldsReading => ({
  outcome: 'refused',
  refusal: { code: 'body-invalid', detail },
})

function objectIn(body: Buffer): object | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null
  } catch {
    return null
  }
}

async function readMultipart(body: Buffer, boundary: string | null): Promise<FieldsReading> {
  const fields: Field[] = []
  try {
    if (boundary === null) throw new MalformedForm('The Content-Type has no boundary that can be used.')
    await parseMultipart(Readable.from([body]), boundary, {
      field: ({ name }, value) => fields.push({ name, value }),
      file: () => {
        throw new MalformedForm('Fields are expected, and no files.')
      },
    })
  } catch (fault) {
    if (!(fault instanceof MalformedForm)) throw fault
    return { outcome: 'refused', refusal: { code: 'multipart-invalid', detail: fault.message } }
  }
  return read(fields)
}
