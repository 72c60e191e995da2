import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { recipientOf } from '../age/age'
import { decodeMasterKey } from '../crypto/master-key'
import { weaknessOfMasterKey, weaknessOfSecret } from '../crypto/secret-strength'
import { generateSecrets, readSecretFile, secretFiles } from '../filesystem/secrets'
import { type Config, isLoopback, type SecretName, secretNames } from './config'

export interface Secrets {
  readonly masterKey: Uint8Array
  readonly management: Uint8Array
  readonly data: Uint8Array
  /** The recipient of the identity that lies in the data directory since its first start, if it still does. */
  readonly generatedRecipient: string | null
}

export type SecretsReading =
  | { readonly outcome: 'read'; readonly secrets: Secrets }
  /** One sentence each; none holds a secret. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** Nothing is there yet: a start of the service may make its own, with `makeFirstSecrets`. */
export type FirstStart = { readonly outcome: 'first-start' }

const generatedFile: Readonly<Record<SecretName, string>> = {
  APERTURE_MASTER_KEY: secretFiles.masterKey,
  APERTURE_MANAGEMENT_SECRET: secretFiles.management,
  APERTURE_DATA_SECRET: secretFiles.data,
}

/** The secrets as configured, or as a first start has left them in the data directory. */
export async function loadSecrets(config: Config): Promise<SecretsReading | FirstStart> {
  const noneConfigured = secretNames.every((name) => config.secrets[name].from === 'nowhere')
  if (noneConfigured && isLoopback(config.host) && isEmpty(config.dataDir)) return { outcome: 'first-start' }
  return readSecrets(config)
}

/** For a first start alone: a new key is never made over existing data. */
export async function makeFirstSecrets(config: Config): Promise<SecretsReading> {
  await generateSecrets(directoryOf(config))
  return readSecrets(config)
}

async function readSecrets(config: Config): Promise<SecretsReading> {
  const missing: SecretName[] = []
  const mistakes: string[] = []
  const text = (name: SecretName) => readSecret(name, config, missing, mistakes)
  const master = text('APERTURE_MASTER_KEY')
  const management = text('APERTURE_MANAGEMENT_SECRET')
  const data = text('APERTURE_DATA_SECRET')
  if (missing.length > 0) mistakes.push(missingSecrets(missing))

  const masterKey = master === null ? null : decodeMasterKey(master)
  if (master !== null && (masterKey === null || weaknessOfMasterKey(masterKey) !== null)) {
    mistakes.push('APERTURE_MASTER_KEY must be base64 of 32 random bytes.')
  }
  if (isWeak(management)) mistakes.push(wantsRandomBytes('APERTURE_MANAGEMENT_SECRET'))
  if (isWeak(data)) mistakes.push(wantsRandomBytes('APERTURE_DATA_SECRET'))
  if (management !== null && management === data)
    mistakes.push('APERTURE_MANAGEMENT_SECRET and APERTURE_DATA_SECRET are equal: use two.')
  const identity = readSecretFile(path.join(directoryOf(config), secretFiles.keyfileIdentity))
  if (identity.outcome === 'open-to-the-world') mistakes.push(openToTheWorld(secretFiles.keyfileIdentity))
  if (masterKey === null || management === null || data === null || mistakes.length > 0) {
    return { outcome: 'refused', mistakes }
  }
  const secrets = {
    masterKey,
    management: Buffer.from(management),
    data: Buffer.from(data),
    generatedRecipient: identity.outcome === 'read' ? await recipientOf(identity.text) : null,
  }
  return { outcome: 'read', secrets }
}

/** The text of a secret; `null` where it can't be had, which `missing` or `mistakes` then tell. */
function readSecret(
  name: SecretName,
  config: Config,
  missing: SecretName[],
  mistakes: string[],
): string | null {
  const source = config.secrets[name]
  if (source.from === 'variable') return source.text
  const file = source.from === 'file' ? source.path : path.join(directoryOf(config), generatedFile[name])
  const reading = readSecretFile(file)
  switch (reading.outcome) {
    case 'read':
      return reading.text
    case 'missing':
      if (source.from === 'file') mistakes.push(`${name}_FILE names no file.`)
      else missing.push(name)
      return null
    case 'unreadable':
      mistakes.push(`The file of ${name} is no file that this user may read.`)
      return null
    case 'open-to-the-world':
      mistakes.push(openToTheWorld(name))
      return null
  }
}

const directoryOf = ({ dataDir }: Config): string => path.join(dataDir, 'secrets')

const missingSecrets = (names: readonly SecretName[]): string =>
  `Missing: ${names.join(', ')}. Set each, or its _FILE variable, or name the data directory that holds them in APERTURE_DATA_DIR; only a first start on a loopback host with an empty data directory makes its own.`

const openToTheWorld = (name: string): string =>
  `The file of ${name} can be read by everyone: take that right away (chmod 600).`

const isWeak = (secret: string | null): boolean => secret !== null && weaknessOfSecret(secret) !== null

const wantsRandomBytes = (name: SecretName): string =>
  `${name} must be at least 64 random bytes, and not a known example.`

const isEmpty = (directory: string): boolean => !existsSync(directory) || readdirSync(directory).length === 0
