import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { generateSecrets, readSecretFile, secretFiles } from '../filesystem/secrets'
import { type CredentialKey, isSameKey } from '../jwt/jwt'
import { type Config, isLoopback } from './config'
import { type KeySources, type SecretName, secretNames } from './key-sources'
import { type KeyReading, openToTheWorld, readCredentialKey, readMasterKey } from './read-keys'

export interface Secrets {
  readonly masterKey: Uint8Array
  readonly management: CredentialKey
  readonly data: CredentialKey
  /** The identity that lies in the data directory since its first start, if it still does. */
  readonly keyfileIdentity: string | null
}

export type SecretsReading =
  | { readonly outcome: 'read'; readonly secrets: Secrets }
  /** One sentence each; none holds a secret. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** Nothing is there yet: a start of the service may make its own, with `makeFirstSecrets`. */
export type FirstStart = { readonly outcome: 'first-start' }

/** The secrets as configured, or as a first start has left them in the data directory. */
export async function loadSecrets(config: Config): Promise<SecretsReading | FirstStart> {
  const keys = readKeys(config)
  return mayBeFirst(config) && mistakesIn(keys).length === 0
    ? { outcome: 'first-start' }
    : together(config, keys)
}

/** For a first start alone: a new key is never made over existing data. */
export async function makeFirstSecrets(config: Config): Promise<SecretsReading> {
  await generateSecrets(directoryOf(config))
  return together(config, readKeys(config))
}

interface KeyReadings {
  readonly APERTURE_MASTER_KEY: KeyReading<Uint8Array>
  readonly APERTURE_MANAGEMENT_SECRET: KeyReading<CredentialKey>
  readonly APERTURE_DATA_SECRET: KeyReading<CredentialKey>
}

function readKeys(config: Config): KeyReadings {
  const { APERTURE_MASTER_KEY, APERTURE_MANAGEMENT_SECRET, APERTURE_DATA_SECRET } = config.secrets
  const generated = (file: string) => path.join(directoryOf(config), file)
  return {
    APERTURE_MASTER_KEY: readMasterKey(APERTURE_MASTER_KEY, generated(secretFiles.masterKey)),
    APERTURE_MANAGEMENT_SECRET: readCredentialKey(
      'APERTURE_MANAGEMENT_SECRET',
      APERTURE_MANAGEMENT_SECRET,
      generated(secretFiles.management),
    ),
    APERTURE_DATA_SECRET: readCredentialKey(
      'APERTURE_DATA_SECRET',
      APERTURE_DATA_SECRET,
      generated(secretFiles.data),
    ),
  }
}

/** A public key tells who mints credentials; it doesn't speak of a deployment that is there already. */
const mayBeFirst = ({ secrets, host, dataDir, eventStore }: Config): boolean =>
  secretNames.every((name) => ['nowhere', 'public-key-file'].includes(secrets[name].from)) &&
  isLoopback(host) &&
  // A key of its own would not be that of the other nodes.
  eventStore.kind === 'sqlite' &&
  isEmpty(dataDir)

function together(config: Config, keys: KeyReadings): SecretsReading {
  const missing = secretNames.filter((name) => keys[name].outcome === 'missing')
  const mistakes = [...mistakesIn(keys), ...(missing.length > 0 ? [missingSecrets(missing)] : [])]
  const {
    APERTURE_MASTER_KEY: master,
    APERTURE_MANAGEMENT_SECRET: management,
    APERTURE_DATA_SECRET: data,
  } = keys
  if (management.outcome === 'read' && data.outcome === 'read' && isSameKey(management.key, data.key)) {
    mistakes.push(equalKeys(config.secrets))
  }
  const identity = readSecretFile(path.join(directoryOf(config), secretFiles.keyfileIdentity))
  if (identity.outcome === 'open-to-the-world') mistakes.push(openToTheWorld(secretFiles.keyfileIdentity))
  if (
    master.outcome !== 'read' ||
    management.outcome !== 'read' ||
    data.outcome !== 'read' ||
    mistakes.length > 0
  ) {
    return { outcome: 'refused', mistakes }
  }
  const secrets = {
    masterKey: master.key,
    management: management.key,
    data: data.key,
    keyfileIdentity: identity.outcome === 'read' ? identity.text : null,
  }
  return { outcome: 'read', secrets }
}

const mistakesIn = (keys: KeyReadings): string[] =>
  secretNames.flatMap((name) => {
    const reading = keys[name]
    return reading.outcome === 'refused' ? [reading.mistake] : []
  })

const directoryOf = ({ dataDir }: Config): string => path.join(dataDir, 'secrets')

const missingSecrets = (names: readonly SecretName[]): string =>
  `Missing: ${names.join(', ')}. Set each, or its _FILE variable, or name the data directory that holds them in APERTURE_DATA_DIR; only a first start on a loopback host, with the embedded store and an empty data directory, makes its own.`

function equalKeys(sources: KeySources): string {
  const names = (['APERTURE_MANAGEMENT_SECRET', 'APERTURE_DATA_SECRET'] as const).map((name) => {
    const source = sources[name]
    return source.from === 'public-key-file' ? source.variable : name
  })
  return `${names.join(' and ')} are equal: use two.`
}

const isEmpty = (directory: string): boolean => !existsSync(directory) || readdirSync(directory).length === 0
