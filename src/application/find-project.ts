import { type ProjectState, project } from '../domain/project'
import { comparableProjectName, projectName } from '../domain/project-name'
import { load } from './execute'
import type { EventStore } from './ports/event-store'
import type { NameDigests } from './ports/name-digests'
import { streams } from './streams'

export interface ProjectLookup {
  readonly store: EventStore
  readonly digests: NameDigests
}

export const projectNameStream = (digests: NameDigests, name: string): string =>
  streams.projectName(digests.project(comparableProjectName(name)))

/** A project from its streams. One that never won its name exists nowhere. */
export async function findProject(
  { store, digests }: ProjectLookup,
  projectId: number,
): Promise<Exclude<ProjectState, { status: 'none' }> | null> {
  const { state } = await load(store, streams.project(projectId), project)
  if (state.status === 'none') return null
  const { state: claim } = await load(store, projectNameStream(digests, state.facts.name), projectName)
  return claim.bearers.includes(projectId) ? state : null
}
