import type { ExportAccount, WantedExportTarget } from '../domain/export-target'
import type { ProjectEvent } from '../domain/project'
import type { EventStore } from './ports/event-store'
import type { ExportCredential, ExportCredentials } from './ports/export-credentials'
import type { NewId } from './ports/ids'
import { streams } from './streams'

/** An export target as a request describes it. */
export interface RequestedTarget extends ExportAccount {
  /** `null`: the one that is kept already. */
  readonly credential: ExportCredential | null
}

/** Keeps the credential outside the event store before anything refers to it. */
export async function keepCredential(
  { newId, exportCredentials }: { readonly newId: NewId; readonly exportCredentials: ExportCredentials },
  { credential, ...account }: RequestedTarget,
): Promise<WantedExportTarget> {
  if (credential === null) return { ...account, credentialId: null }
  const credentialId = newId()
  await exportCredentials.keep(credentialId, credential)
  return { ...account, credentialId }
}

/**
 * Forgets the credentials that a project's history names, but for the one that it has now: also those that a
 * crash kept from being forgotten when they were replaced.
 */
export async function forgetFormerCredentials(
  { store, exportCredentials }: { readonly store: EventStore; readonly exportCredentials: ExportCredentials },
  projectId: number,
  kept: string | undefined,
): Promise<void> {
  const history = await store.readStream(streams.project(projectId))
  const named = history.map(({ event }) => credentialOf(event as ProjectEvent))
  for (const credentialId of new Set(named)) {
    if (credentialId !== undefined && credentialId !== kept) await exportCredentials.forget(credentialId)
  }
}

const credentialOf = (event: ProjectEvent): string | undefined =>
  event.type === 'ProjectProvisioned' || event.type === 'ProjectChanged'
    ? event.exportTarget?.credentialId
    : undefined
