import path from 'node:path'
import type { Values } from './variables'

/** Where a secret comes from: its variable, the file named by its `_FILE` variable, or nowhere. */
export type SecretSource =
  | { readonly from: 'variable'; readonly text: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'nowhere' }

/** Credentials may be verified with a public key instead, which is never a secret. */
export type CredentialKeySource =
  | SecretSource
  | { readonly from: 'public-key-file'; readonly variable: string; readonly path: string }

export interface KeySources {
  readonly APERTURE_MASTER_KEY: SecretSource
  readonly APERTURE_MANAGEMENT_SECRET: CredentialKeySource
  readonly APERTURE_DATA_SECRET: CredentialKeySource
}

export type SecretName = keyof KeySources
export const secretNames = [
  'APERTURE_MASTER_KEY',
  'APERTURE_MANAGEMENT_SECRET',
  'APERTURE_DATA_SECRET',
] as const satisfies readonly SecretName[]

/** Of each of these no more than one is set. */
const alternatives = [
  ['APERTURE_MASTER_KEY', 'APERTURE_MASTER_KEY_FILE'],
  ['APERTURE_MANAGEMENT_SECRET', 'APERTURE_MANAGEMENT_SECRET_FILE', 'APERTURE_MANAGEMENT_PUBLIC_KEY_FILE'],
  ['APERTURE_DATA_SECRET', 'APERTURE_DATA_SECRET_FILE', 'APERTURE_DATA_PUBLIC_KEY_FILE'],
] as const

/** A sentence for each key that has more than one source. */
export const rivalSources = (values: Values): readonly string[] =>
  alternatives
    .map((names) => names.filter((name) => values[name] !== null))
    .filter((set) => set.length > 1)
    .map((set) => `${set.join(' and ')} are ${set.length === 2 ? 'both' : 'all'} set: set one.`)

export const keySources = (values: Values): KeySources => ({
  APERTURE_MASTER_KEY: secretSource(values, 'APERTURE_MASTER_KEY'),
  APERTURE_MANAGEMENT_SECRET:
    publicKeySource(values, 'APERTURE_MANAGEMENT_PUBLIC_KEY_FILE') ??
    secretSource(values, 'APERTURE_MANAGEMENT_SECRET'),
  APERTURE_DATA_SECRET:
    publicKeySource(values, 'APERTURE_DATA_PUBLIC_KEY_FILE') ?? secretSource(values, 'APERTURE_DATA_SECRET'),
})

function secretSource(values: Values, name: SecretName): SecretSource {
  const text = values[name]
  const file = values[`${name}_FILE`]
  if (text !== null) return { from: 'variable', text }
  return file === null ? { from: 'nowhere' } : { from: 'file', path: path.resolve(file) }
}

function publicKeySource(
  values: Values,
  variable: 'APERTURE_MANAGEMENT_PUBLIC_KEY_FILE' | 'APERTURE_DATA_PUBLIC_KEY_FILE',
): CredentialKeySource | null {
  const file = values[variable]
  return file === null ? null : { from: 'public-key-file', variable, path: path.resolve(file) }
}
