import type { IncomingMessage, ServerResponse } from 'node:http'
import { maxDefinitionBytes } from '../../application/receive-form'
import { ClientGone } from '../../application/upload-parts'
import type { ImportKind } from '../../application/use-cases'
import { json } from './answer'
import { isForeign } from './cors'
import { letBodyCome } from './form-expect'
import { refuseUploadRequest } from './form-request'
import { readUploadForm } from './form-upload'
import type { HttpDeps } from './http-deps'
import { receiptJson, reportedImportJson } from './import-json'
import type { Resource } from './resource'
import type { Handler } from './serve'

/** The Upload Token API (manual, chapter 10). */
export const endpoints: readonly { readonly path: string; readonly kind: ImportKind }[] = [
  { path: '/-/token/dataset_import', kind: 'dataset' },
  { path: '/-/token/ephemeral_dataset_import', kind: 'ephemeral' },
  { path: '/-/token/external_dataset_import', kind: 'external' },
]

/** Of these the handler itself tells a client that waits with its body to go on; see `deferContinue`. */
export function isUpload({ method, url = '' }: IncomingMessage): boolean {
  const [target] = url.split('?')
  return method === 'POST' && endpoints.some(({ path }) => path === target)
}

/** As the manual lists them. Those of one number come in either order. */
const fields = [
  { name: 'token', kind: 'string', order: 1 },
  { name: 'file_csv', kind: 'file', order: 2 },
  { name: 'file_def', kind: 'file', order: 2 },
] as const

export const uploadRoutes = (deps: HttpDeps): readonly Resource[] =>
  endpoints.map(({ path, kind }) => ({
    path,
    place: 'upload',
    methods: { POST: upload(deps, kind) },
    description: {
      media_type: 'multipart/form-data',
      fields,
      limits: {
        max_upload_bytes: deps.limits.maxUploadBytes,
        max_definition_bytes: maxDefinitionBytes,
        max_record_bytes: deps.limits.maxRecordBytes,
        max_columns: deps.limits.maxColumns,
        token_max_seconds: deps.limits.tokenMaxSeconds,
      },
    },
  }))

const upload =
  ({ useCases, limits, patience, publicUrl, corsOrigins, stopping }: HttpDeps, kind: ImportKind): Handler =>
  async (call) => {
    const { request, response, id: requestId } = call
    if (isForeign(request, corsOrigins, publicUrl())) return call.refuse({ code: 'origin-not-allowed' })
    if (stopping?.aborted) return call.refuse({ code: 'draining' })
    const refusal = refuseUploadRequest(request)
    if (refusal !== null) return call.refuse(refusal)
    letBodyCome(request, response)
    const form = readUploadForm(request, { maxUploadBytes: limits.maxUploadBytes, patience })
    try {
      const signal = whileClientWaits(response)
      const answer = await useCases.importDataset({ kind, parts: form.parts, signal, requestId })
      if (answer.outcome === 'imported') return json(200, receiptJson(answer.receipt, publicUrl()))
      const { spentBy, record } = answer
      const members = spentBy === null ? {} : { import: reportedImportJson(spentBy, publicUrl()) }
      const refused = call.refuse(answer.refusal, 'upload', members)
      if (record === null) return refused
      return { ...refused, behind: () => useCases.recordRefusal(record, requestId) }
    } finally {
      // What is still to come is the answer's to discard.
      form.stop()
    }
  }

/** Aborts with `ClientGone` when the connection closes before the answer has been sent. */
function whileClientWaits(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new ClientGone('the client is gone'))
  })
  return gone.signal
}
