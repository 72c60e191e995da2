import { decodeMasterKey } from '../crypto/master-key'
import { weaknessOfMasterKey, weaknessOfSecret } from '../crypto/secret-strength'
import { readPublicKeyFile, readSecretFile } from '../filesystem/secrets'
import type { CredentialKey } from '../jwt/jwt'
import { type PublicKeyReading, readPublicKey } from '../jwt/public-key'
import type { CredentialKeySource, SecretName, SecretSource } from './key-sources'

/** A key, or why it can't be had. */
export type KeyReading<Key> =
  | { readonly outcome: 'read'; readonly key: Key }
  | { readonly outcome: 'missing' }
  /** A sentence that holds nothing of the key. */
  | { readonly outcome: 'refused'; readonly mistake: string }

const read = <Key>(key: Key): KeyReading<Key> => ({ outcome: 'read', key })
const refused = (mistake: string): KeyReading<never> => ({ outcome: 'refused', mistake })

/** `generated`: the file in which a first start leaves such a secret. */
export function readMasterKey(source: SecretSource, generated: string): KeyReading<Uint8Array> {
  const secret = secretText('APERTURE_MASTER_KEY', source, generated)
  if (secret.outcome !== 'read') return secret
  const key = decodeMasterKey(secret.key)
  return key === null || weaknessOfMasterKey(key) !== null
    ? refused('APERTURE_MASTER_KEY must be base64 of 32 random bytes.')
    : read(key)
}

export function readCredentialKey(
  name: SecretName,
  source: CredentialKeySource,
  generated: string,
): KeyReading<CredentialKey> {
  if (source.from === 'public-key-file') return publicKey(source.variable, source.path)
  const secret = secretText(name, source, generated)
  if (secret.outcome !== 'read') return secret
  switch (weaknessOfSecret(secret.key)) {
    case null:
      return read(Buffer.from(secret.key))
    case 'pem':
      return refused(
        `${name} holds a key or certificate in PEM: it must be a secret, and a public key has its own variable.`,
      )
    case 'short':
    case 'well-known':
      return refused(`${name} must be at least 64 random bytes, and not a known example.`)
  }
}

function secretText(name: SecretName, source: SecretSource, generated: string): KeyReading<string> {
  if (source.from === 'variable') return read(source.text)
  const reading = readSecretFile(source.from === 'file' ? source.path : generated)
  switch (reading.outcome) {
    case 'read':
      return read(reading.text)
    case 'missing':
      return source.from === 'file' ? refused(`${name}_FILE names no file.`) : reading
    case 'unreadable':
      return refused(`The file of ${name} is no file that this user may read.`)
    case 'open-to-the-world':
      return refused(openToTheWorld(name))
  }
}

export const openToTheWorld = (name: string): string =>
  `The file of ${name} can be read by everyone: take that right away (chmod 600).`

function publicKey(variable: string, file: string): KeyReading<CredentialKey> {
  const reading = readPublicKeyFile(file)
  switch (reading.outcome) {
    case 'read':
      return publicKeyIn(variable, readPublicKey(reading.text))
    case 'missing':
      return refused(`${variable} names no file.`)
    case 'unreadable':
      return refused(`${variable} names no file that this user may read.`)
    case 'open-to-the-world':
      return refused(`The file of ${variable} can be written by everyone: take that right away (chmod go-w).`)
  }
}

function publicKeyIn(variable: string, reading: PublicKeyReading): KeyReading<CredentialKey> {
  if (reading.outcome === 'read') return read(reading.publicKey)
  switch (reading.reason) {
    case 'private-key':
      return refused(
        `The file of ${variable} holds a private key, which belongs to whoever mints credentials: put the public key there (openssl pkey -pubout).`,
      )
    case 'no-public-key':
      return refused(
        `The file of ${variable} must hold one public key in PEM, from BEGIN PUBLIC KEY to END PUBLIC KEY, and nothing else.`,
      )
    case 'unsupported':
      return refused(
        `The key of ${variable} must be RSA of at least 2048 bits with a public exponent of at least 65537, EC on P-256, P-384 or P-521, or Ed25519.`,
      )
  }
}
