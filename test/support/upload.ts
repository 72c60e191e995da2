import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Order = 'manual' | 'definition-first'

export interface UploadRequest {
  readonly url: string
  readonly kind?: 'dataset' | 'ephemeral' | 'external'
  readonly token: string
  readonly csv: string | Uint8Array
  readonly definition: string | Uint8Array
  readonly order?: Order
  readonly fileNames?: { readonly csv: string; readonly definition: string }
}

export interface UploadResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown> & {
    readonly code?: string
    readonly dataset?: Record<string, unknown>
  }
}

const endpoints = {
  dataset: 'dataset_import',
  ephemeral: 'ephemeral_dataset_import',
  external: 'external_dataset_import',
} as const

export const uploadEndpoint = (url: string, kind: keyof typeof endpoints): string =>
  `${url}/-/token/${endpoints[kind]}`

/** An upload as a browser's form sends it: in the manual's order, or with the definition first. */
export async function upload(request: UploadRequest): Promise<UploadResponse> {
  const { url, kind = 'dataset', token, csv, definition, order = 'manual' } = request
  const { fileNames = { csv: 'table.csv', definition: 'definition.xml' } } = request
  const form = new FormData()
  form.set('token', token)
  const addTable = () => form.set('file_csv', new Blob([csv]), fileNames.csv)
  const addDefinition = () => form.set('file_def', new Blob([definition]), fileNames.definition)
  for (const add of order === 'manual' ? [addTable, addDefinition] : [addDefinition, addTable]) add()
  const response = await fetch(uploadEndpoint(url, kind), { method: 'POST', body: form })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as UploadResponse['body'],
  }
}

const samples = path.resolve(__dirname, '..', '..', 'samples')

export const sample = (name: 'manual-example' | 'heart-disease' | 'adult') => ({
  csv: readFileSync(path.join(samples, name, name === 'adult' ? 'adult.csv' : 'patients.csv')),
  definition: readFileSync(path.join(samples, name, name === 'adult' ? 'adult.xml' : 'patients.xml')),
})
