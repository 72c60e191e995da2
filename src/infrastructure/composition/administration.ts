import path from 'node:path'
import { admissions } from '../../application/admissions'
import type { NewId } from '../../application/ports/ids'
import type { UseCases } from '../../application/use-cases'
import { ageSealing } from '../age/age'
import { nameDigests } from '../crypto/name-digests'
import { tokenSecrets } from '../crypto/token-secrets'
import { fileExportCredentials } from '../filesystem/export-credentials'
import { filePersonNames } from '../filesystem/person-names'
import { systemClock } from '../system/clock'
import { newId } from '../system/new-id'
import type { Environment } from './config'
import { composeSome } from './container'
import type { Refused } from './find-deployment'
import { openBeside } from './open-beside'

const administered = [
  ...(['provisionUser', 'deactivateUser'] as const),
  ...(['provisionProject', 'showProject', 'changeProject', 'retireProject'] as const),
  ...(['issueToken', 'showToken', 'revokeToken'] as const),
  ...(['replayHistory', 'followHistory'] as const),
] as const

/** What may be done beside a service, whether it runs or not, from its data directory. */
export interface Administration {
  readonly useCases: Pick<UseCases, (typeof administered)[number]>
  readonly newId: NewId
  /** Where the service is reached; `publicUrl` is `null` where it is made from host and port. */
  readonly address: { readonly host: string; readonly port: number; readonly publicUrl: string | null }
  close(): Promise<void>
}

/** Opens the history and what is kept of people: no read models, no tables, no sweeping. */
export async function openAdministration(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly administration: Administration }> {
  const opened = await openBeside(env)
  if (opened.outcome === 'refused') return opened
  const { config, key, store } = opened
  const { datasetDir, limits, host, port, publicUrl } = config
  const useCases = composeSome(administered, {
    store,
    newId,
    digests: nameDigests(key),
    names: filePersonNames(path.join(datasetDir, 'person-keys'), key),
    exportCredentials: fileExportCredentials(path.join(datasetDir, 'export-credentials'), key),
    sealing: ageSealing,
    clock: systemClock,
    secrets: tokenSecrets,
    // Uploads are under way in processes that serve, and this one can't see them.
    admissions: admissions(1),
    maxSeconds: limits.tokenMaxSeconds,
  })
  const address = { host, port, publicUrl }
  return { outcome: 'opened', administration: { useCases, newId, address, close: () => store.close() } }
}
