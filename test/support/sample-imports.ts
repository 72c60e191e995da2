import { createHash } from 'node:crypto'
import { readAs } from './http-clients'
import type { RunningService } from './running-service'
import { type Order, sample, type UploadResponse, upload } from './upload'

/** Imports one of the samples as `jdoe`, an owner of the project. */
export async function importSample(
  running: RunningService,
  name: Parameters<typeof sample>[0],
  { order = 'manual', project = 1 }: { readonly order?: Order; readonly project?: number } = {},
): Promise<UploadResponse> {
  const token = await running.issueToken({ projectId: project, user: 'jdoe' })
  const answer = await upload({ url: running.url, token, ...sample(name), order })
  expect(answer.status).toBe(200)
  return answer
}

/** What `GET /-/dataset/{id}` delivers; that its digest is the one that was answered is looked at each time. */
export async function delivered(running: RunningService, { body }: UploadResponse): Promise<string> {
  const { url, sha256 } = body.dataset ?? {}
  const response = await readAs(running, 'jdoe', String(url))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/csv\b/)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  return bytes.toString()
}

/** The sealed keyfile of an import, fetched by management for a case. */
export async function keyfileOf(
  running: RunningService,
  { body }: UploadResponse,
  reference: string,
): Promise<Buffer> {
  const address = `${running.url}/management/provision/dataset/${body.import_id}/keyfile?case=${reference}`
  const authorization = `Bearer ${await running.managementJwt()}`
  const response = await fetch(address, { headers: { authorization } })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}
