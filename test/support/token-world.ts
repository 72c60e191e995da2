import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { type AuditedEvent, auditedEvents } from './audit'
import { filesBelow } from './byte-scan'
import { manage, tokenIdOf } from './http-clients'
import type { RunningService } from './running-service'
import { sample, type UploadRequest, type UploadResponse, upload } from './upload'

export type Kind = NonNullable<UploadRequest['kind']>

export const worldTable = sample('heart-disease')

/** Everybody and everything of one test in a service that tests share, and what has happened since it began. */
export interface TokenWorld {
  /** The project's owner. */
  readonly user: string
  /** Owns nothing. */
  readonly colleague: string
  readonly project: number
  issue(): Promise<string>
  send(token: string, kind?: Kind): Promise<UploadResponse>
  deactivate(): Promise<void>
  setOwners(...owners: readonly string[]): Promise<void>
  retire(): Promise<void>
  revoke(token: string): Promise<void>
  newHistory(): Promise<readonly AuditedEvent[]>
  /** That no token has been spent, no import has an outcome or a uuid, and no file has come to stay. */
  expectNothingStored(): Promise<void>
}

const outcomes = /^(TokenConsumed|DatasetImported|DatasetImportFailed|EphemeralDatasetDiscarded|ExternalId)/

export async function tokenWorld(running: RunningService): Promise<TokenWorld> {
  const [user, colleague] = [`user-${randomUUID()}`, `colleague-${randomUUID()}`]
  await running.provisionUser(user)
  await running.provisionUser(colleague)
  const project = await running.provisionProject(`Project ${randomUUID()}`, user)
  const placedFiles = (): readonly string[] =>
    ['datasets', 'results', 'staging', 'spool'].flatMap((place) =>
      filesBelow(path.join(running.directory, 'data', place)).map(({ where }) => path.join(place, where)),
    )
  const eventsBefore = (await auditedEvents(running)).length
  const filesBefore = placedFiles()

  const managed = async (method: 'PUT' | 'DELETE', what: string, body?: unknown): Promise<void> => {
    expect((await manage(running, method, what, body)).status).toBe(200)
  }
  const newHistory = async () => (await auditedEvents(running)).slice(eventsBefore)
  return {
    user,
    colleague,
    project,
    issue: () => running.issueToken({ projectId: project, user }),
    send: (token, kind = 'dataset') => upload({ url: running.url, token, kind, ...worldTable }),
    deactivate: () => managed('DELETE', `user/${user}`),
    setOwners: (...owners) => managed('PUT', `project/${project}`, { owners }),
    retire: () => managed('DELETE', `project/${project}`),
    revoke: (token) => managed('DELETE', `uploadtoken/${tokenIdOf(token)}`),
    newHistory,
    async expectNothingStored() {
      const types = (await newHistory()).map(({ type }) => type)
      expect(types.filter((type) => outcomes.test(type))).toEqual([])
      expect(placedFiles()).toEqual(filesBefore)
    },
  }
}

/** What an upload that is refused is told. */
export interface UploadProblem {
  readonly status: number
  readonly code: string
  readonly retry: string
}

export const never = (code: string): UploadProblem => ({ status: 403, code, retry: 'never' })
export const newToken = (code: string): UploadProblem => ({ status: 403, code, retry: 'new-token' })

export function expectProblem(
  answer: { readonly status: number; readonly body: unknown } | undefined,
  { status, code, retry }: UploadProblem,
): void {
  expect(answer).toMatchObject({
    status,
    body: {
      type: `/-/problems/${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      retry,
      import_status: 'refused',
      request_id: expect.any(String),
    },
  })
}
