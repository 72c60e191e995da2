import { randomBytes } from 'node:crypto'
import type { UseCases } from '../../application/use-cases'
import { projectPseudonymKey } from '../crypto/pseudonyms'
import { csvTransformer } from '../csv/csv-transformer'
import { readXml } from '../xml/read-xml'
import { type Environment, readConfig } from './config'
import { composeSome } from './container'
import type { Refused } from './find-deployment'
import { planningLimits } from './planning-limits'

/** What checks an upload: the limits of the environment, and no data directory. */
export interface Checker {
  readonly useCases: Pick<UseCases, 'checkUpload'>
  readonly maxUploadBytes: number
  close(): Promise<void>
}

export async function openChecker(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly checker: Checker }> {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') return reading
  const { config } = reading
  // Pseudonyms are made as in an import, and seen by nobody.
  const key = randomBytes(32)
  const transformer = csvTransformer({
    pseudonymKey: (domain) => projectPseudonymKey(key, domain),
    // One table, and then the command ends.
    workers: 1,
  })
  const useCases = composeSome(['checkUpload'], {
    readXml,
    transformer,
    limits: planningLimits(config),
  })
  const { maxUploadBytes } = config.limits
  return { outcome: 'opened', checker: { useCases, maxUploadBytes, close: transformer.close } }
}
