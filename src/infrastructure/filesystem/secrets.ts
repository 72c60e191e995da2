import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { generateIdentity } from '../age/age'
import { flush, isDenied, isMissing, makePrivateDirectory, privateDirectory, writeNewFile } from './durable'

/** The files of a deployment that made its own secrets. */
export const secretFiles = {
  masterKey: 'master.key',
  management: 'management.secret',
  data: 'data.secret',
  keyfileIdentity: 'keyfile.identity',
} as const

export interface SecretTexts {
  /** Base64 of 32 bytes. */
  readonly masterKey: string
  readonly management: string
  readonly data: string
  /** Opens keyfiles, and what is sealed to its recipient. */
  readonly keyfileIdentity: string
  readonly recipient: string
}

/** Fresh secrets for a deployment. */
export async function newSecrets(): Promise<SecretTexts> {
  const { identity, recipient } = await generateIdentity()
  return {
    masterKey: randomBytes(32).toString('base64'),
    management: randomBytes(64).toString('base64url'),
    data: randomBytes(64).toString('base64url'),
    keyfileIdentity: identity,
    recipient,
  }
}

/**
 * Makes all secrets of a deployment as one step, durable when it settles: a crash leaves all of them or none.
 * Rejects when the directory already holds something; nothing is ever replaced.
 */
export async function generateSecrets(directory: string): Promise<{ readonly recipient: string }> {
  const parent = path.dirname(path.resolve(directory))
  const draft = path.join(parent, `.secrets-${randomUUID()}`)
  await makePrivateDirectory(parent)
  await mkdir(draft, { mode: privateDirectory })
  try {
    const { recipient, ...contents } = await newSecrets()
    for (const [name, file] of Object.entries(secretFiles)) {
      await writeNewFile(path.join(draft, file), `${contents[name as keyof typeof secretFiles]}\n`)
    }
    await flush(draft)
    // Onto a directory that holds anything a rename fails.
    await rename(draft, directory)
    await flush(parent)
    return { recipient }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

export type SecretReading =
  | { readonly outcome: 'read'; readonly text: string }
  | { readonly outcome: 'missing' }
  /** It is no file, or not this user's to read. */
  | { readonly outcome: 'unreadable' }
  /** Anyone on this machine could have written it, or read what is secret. */
  | { readonly outcome: 'open-to-the-world' }

/** A secret as it stands in a file, less one line end. */
export const readSecretFile = (file: string): SecretReading => readGuarded(file, 0o006)

/** A public key as it stands in a file; whoever could write it there could mint credentials. */
export const readPublicKeyFile = (file: string): SecretReading => readGuarded(file, 0o002)

/** `forbidden`: the rights that others must not have. */
function readGuarded(file: string, forbidden: number): SecretReading {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (fault) {
    if (isMissing(fault)) return { outcome: 'missing' }
    if (isDenied(fault)) return { outcome: 'unreadable' }
    throw fault
  }
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile()) return { outcome: 'unreadable' }
    if ((status.mode & forbidden) !== 0) return { outcome: 'open-to-the-world' }
    return { outcome: 'read', text: readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '') }
  } finally {
    closeSync(descriptor)
  }
}
