import { type RightsRefusal, refuseImportRights } from '../domain/import-rights'
import { type ProjectFacts, project } from '../domain/project'
import type { Grant } from '../domain/upload-token'
import { user } from '../domain/user'
import { fold } from './execute'
import type { EventStore, RecordedEvent } from './ports/event-store'
import { streams } from './streams'

export type Rights =
  | {
      readonly held: true
      readonly project: ProjectFacts
      /** What the decision was based on. */
      readonly userRevision: number
      readonly projectRevision: number
    }
  | { readonly held: false; readonly refusal: RightsRefusal }

/**
 * Whether a token's user may import into its project, from the streams. With `before`, by the events that stand
 * before that position: an auditor finds the same from the history alone.
 */
export async function readRights(
  store: EventStore,
  { userId, projectId }: Pick<Grant, 'userId' | 'projectId'>,
  before?: bigint,
): Promise<Rights> {
  const stood = ({ position }: RecordedEvent) => before === undefined || position < before
  const userEvents = (await store.readStream(streams.user(userId))).filter(stood)
  const projectEvents = (await store.readStream(streams.project(projectId))).filter(stood)
  const projectState = fold(project, projectEvents)
  const refusal = refuseImportRights(fold(user, userEvents), projectState)
  if (refusal !== null) return { held: false, refusal }
  const userRevision = userEvents.at(-1)?.revision
  const projectRevision = projectEvents.at(-1)?.revision
  if (userRevision === undefined || projectRevision === undefined || projectState.status === 'none') {
    throw new Error('rights were found without events')
  }
  return { held: true, project: projectState.facts, userRevision, projectRevision }
}
