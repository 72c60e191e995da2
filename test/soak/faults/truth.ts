import { setTimeout } from 'node:timers/promises'
import { storedPatient1 } from '../../support/external-upload'
import { fetchResult, readAs, tokenIdOf, tokenStatus } from '../../support/http-clients'
import type { UploadResponse } from '../../support/upload'
import { historyOf } from './history'
import { type Lane, uploader } from './lane'
import type { Kind } from './matrix'

/** Answers after which the same token may be used again. */
const keepsToken = ['store-unavailable', 'external-uuid-taken']

/**
 * What of an upload that has ended contradicts the history, or what was told of it. The token of one that spent
 * nothing is used up here.
 */
export async function contradictions(
  lane: Lane,
  kind: Kind,
  token: string,
  told: UploadResponse,
): Promise<readonly string[]> {
  const found: string[] = []
  const { consumedBy } = historyOf(lane.server.log, lane.prefix, tokenIdOf(token))
  const [importId] = consumedBy
  const unclear = told.status === 504 && told.body.code === 'outcome-unknown'
  const kept = keepsToken.includes(told.body.code ?? '')
  if (told.status !== 200 && !unclear && !kept) found.push(`was answered ${told.status} ${told.body.code}`)

  if (importId === undefined) {
    if (told.status === 200) found.push('was told to be imported, and is not')
    const again = await sentAgain(lane, kind, token)
    if (again.status !== 200)
      found.push(`lost a token that was not spent: ${again.status} ${again.body.code}`)
  } else {
    if (kept) found.push('was told that its token is kept, and it is spent')
    if (told.status === 200 || unclear) {
      if (told.body.import_id !== importId)
        found.push('was told of another import than the one that is stored')
    }
    const again = await sentAgain(lane, kind, token)
    if (again.status !== 409 || again.body.code !== 'token-already-used')
      found.push(`could be sent again: ${again.status} ${again.body.code}`)
    if (!(await isDelivered(lane, kind, token, importId)))
      found.push('is imported, and its bytes are not there')
  }
  return [...found, ...manifold(lane, token)]
}

/** Whether the history, as it stands now, holds anything of a token twice or without its end. */
export function manifold({ server, prefix }: Lane, token: string): readonly string[] {
  const { consumedBy, outcomes } = historyOf(server.log, prefix, tokenIdOf(token))
  const found: string[] = []
  if (consumedBy.length > 1) found.push(`consumed its token ${consumedBy.length} times`)
  for (const [importId, words] of outcomes) {
    if (words.length > 1) found.push(`has the outcomes ${words.join(', ')}`)
    if (words.includes('imported') && !consumedBy.includes(importId))
      found.push('is imported without a token')
  }
  for (const importId of consumedBy) {
    const words = outcomes.get(importId) ?? []
    if (!words.includes('imported'))
      found.push(`spent its token on the outcome ${words.join(', ') || 'none'}`)
  }
  return found
}

/** Whether the holder of a token is told what came of it: that it is spent and on what, or that it is not. */
export async function isResolved({ service }: Lane, token: string): Promise<boolean> {
  const { status, body } = await tokenStatus(service.url, token)
  return status === 200 && ['imported', 'failed', 'issued'].includes(String(body.status))
}

async function isDelivered({ service }: Lane, kind: Kind, token: string, importId: string): Promise<boolean> {
  const response =
    kind === 'ephemeral'
      ? await fetchResult(service.url, token)
      : await readAs(service, uploader, `${service.url}/-/dataset/${importId}`)
  return response.status === 200 && (await response.text()).includes(storedPatient1)
}

/** As a client does it that is told that the store is away: it has come back, and must say so within seconds. */
async function sentAgain(lane: Lane, kind: Kind, token: string): Promise<UploadResponse> {
  for (let left = 20; ; left -= 1) {
    const response = await lane.upload(kind, token)
    if (response.status !== 503 || left === 0) return response
    await setTimeout(100)
  }
}
