import { createHash } from 'node:crypto'
import type { ReadableDataset } from '../../application/read-dataset'
import { type HttpAnswer, json } from './answer'
import { readRange } from './byte-range'
import { allowsRange, checkConditions } from './conditions'
import { datasetMetadataJson } from './dataset-json'
import { asJsonText } from './json-text'
import { rowLines } from './row-lines'
import type { Call } from './serve'

/** The media types that a dataset can be had as; the first where nothing is asked for. */
export const datasetTypes = ['text/csv', 'application/x-ndjson', 'application/json'] as const
type DatasetType = (typeof datasetTypes)[number]

/** One form of a dataset, under a strong tag of its bytes. */
interface Form {
  readonly etag: string
  readonly extension: string
  send(call: Call, headers: Readonly<Record<string, string>>): HttpAnswer
}

const forms: Readonly<Record<DatasetType, (dataset: ReadableDataset) => Form>> = {
  'text/csv': ({ facts, table }) => {
    const etag = `"${facts.sha256}"`
    return {
      etag,
      extension: 'csv',
      send(call, headers) {
        const whole = { ...headers, 'Content-Type': 'text/csv; charset=utf-8', 'Accept-Ranges': 'bytes' }
        const range = rangeOf(call, etag, table.bytes)
        if (range === 'unsatisfiable')
          return call.refuse({ code: 'range-not-satisfiable', bytes: table.bytes })
        if (range === null) {
          return {
            kind: 'streamed',
            status: 200,
            headers: whole,
            bytes: table.bytes,
            content: () => table.read(),
          }
        }
        const { start, end } = range
        return {
          kind: 'streamed',
          status: 206,
          headers: { ...whole, 'Content-Range': `bytes ${start}-${end - 1}/${table.bytes}` },
          bytes: end - start,
          content: () => table.read(start, end),
        }
      },
    }
  },
  'application/x-ndjson': ({ facts, rows }) => ({
    etag: `"${facts.sha256}-ndjson"`,
    extension: 'ndjson',
    send: (_call, headers) => ({
      kind: 'streamed',
      status: 200,
      headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
      content: () =>
        rowLines(
          facts.columns.map(({ name }) => name),
          rows(),
        ),
    }),
  }),
  'application/json': (dataset) => {
    const metadata = datasetMetadataJson(dataset)
    return {
      etag: `"${createHash('sha256').update(asJsonText(metadata)).digest('hex')}"`,
      extension: 'json',
      send: (_call, headers) => json(200, metadata, headers),
    }
  },
}

/** A range counts for GET alone (RFC 9110, 14.2). */
function rangeOf({ request: { method, headers } }: Call, etag: string, bytes: number) {
  if (method !== 'GET' || headers.range === undefined || !allowsRange(headers, etag)) return null
  return readRange(headers.range, bytes)
}

/** A dataset in one of its forms, as far as the conditions and the range of the request want it. */
export function datasetAnswer(call: Call, type: DatasetType, dataset: ReadableDataset): HttpAnswer {
  const { etag, extension, send } = forms[type](dataset)
  const { uuid, datasetId } = dataset.facts
  switch (checkConditions(call.request.headers, etag)) {
    case 'failed':
      return call.refuse({ code: 'precondition-failed' })
    case 'not-modified':
      return { kind: 'whole', status: 304, headers: { ETag: etag, Vary: 'Accept' }, body: '' }
    case 'send':
      return send(call, {
        ETag: etag,
        Vary: 'Accept',
        'Content-Disposition': `attachment; filename="${uuid ?? datasetId}.${extension}"`,
      })
  }
}
