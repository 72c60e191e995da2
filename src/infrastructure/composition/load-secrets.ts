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
  | { readonly outcome: 'read'; readonly secrets: Secrets; readonly generated: boolean }
  /** One sentence each; none holds a secret. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

const generatedFile: Readonly<Record<SecretName, string>> = {
  APERTURE_MASTER_KEY: secretFiles.masterKey,
  APERTURE_MANAGEMENT_SECRET: secretFiles.management,
  APERTURE_DATA_SECRET: secretFiles.data,
}

/**
 * The configured secrets. On a loopback host with an empty data directory those of a first start are generated;
 * a new key is never made over existing data.
 */
export async function loadSecrets(config: Config): Promise<SecretsReading> {
  const directory = path.join(config.dataDir, 'secrets')
  const noneConfigured = secretNames.every((name) => config.secrets[name].from === 'nowhere')
  const generated = noneConfigured && isLoopback(config.host) && isEmpty(config.dataDir)
  if (generated) await generateSecrets(directory)

  const mistakes: string[] = []
  const text = (name: SecretName) => readSecret(name, config, directory, mistakes)
  const master = text('APERTURE_MASTER_KEY')
  const management = text('APERTURE_MANAGEMENT_SECRET')
  const data = text('APERTURE_DATA_SECRET')
  if (mistakes.length > 0) return { outcome: 'refused', mistakes }

  const masterKey = decodeMasterKey(master)
  if (masterKey === null || weaknessOfMasterKey(masterKey) !== null) {
    mistakes.push('APERTURE_MASTER_KEY must be base64 of 32 random bytes.')
  }
  if (weaknessOfSecret(management) !== null) mistakes.push(wantsRandomBytes('APERTURE_MANAGEMENT_SECRET'))
  if (weaknessOfSecret(data) !== null) mistakes.push(wantsRandomBytes('APERTURE_DATA_SECRET'))
  if (management === data)
    mistakes.push('APERTURE_MANAGEMENT_SECRET and APERTURE_DATA_SECRET are equal: use two.')
  if (masterKey === null || mistakes.length > 0) return { outcome: 'refused', mistakes }
  const secrets = {
    masterKey,
    management: Buffer.from(management),
    data: Buffer.from(data),
    generatedRecipient: await recipientBeside(directory),
  }
  return { outcome: 'read', generated, secrets }
}

/** The text of a secret; `''` and a mistake where it can't be had. */
function readSecret(name: SecretName, config: Config, generatedIn: string, mistakes: string[]): string {
  const source = config.secrets[name]
  if (source.from === 'variable') return source.text
  const file = source.from === 'file' ? source.path : path.join(generatedIn, generatedFile[name])
  const reading = readSecretFile(file)
  switch (reading.outcome) {
    case 'read':
      return reading.text
    case 'missing':
      mistakes.push(
        source.from === 'file'
          ? `${name}_FILE names no file.`
          : `${name} is missing: set it, or ${name}_FILE. Only a first start on a loopback host makes its own.`,
      )
      return ''
    case 'open-to-the-world':
      mistakes.push(`The file of ${name} can be read by everyone: take that right away (chmod 600).`)
      return ''
  }
}

const wantsRandomBytes = (name: SecretName): string =>
  `${name} must be at least 64 random bytes, and not a known example.`

const isEmpty = (directory: string): boolean => !existsSync(directory) || readdirSync(directory).length === 0

async function recipientBeside(directory: string): Promise<string | null> {
  const reading = readSecretFile(path.join(directory, secretFiles.keyfileIdentity))
  return reading.outcome === 'read' ? recipientOf(reading.text) : null
}
