import { hkdfSync } from 'node:crypto'

/** The one key of a deployment. It encrypts nothing itself: each purpose has a key of its own. */
export interface MasterKey {
  /** HKDF-SHA-256 with an empty salt; the same for the same `info`. */
  derive(info: string, bytes?: number): Uint8Array
  /** For `StoreInitialised`: lower-case hex, equal if and only if the key is, and of no use without it. */
  readonly checkValue: string
}

export const masterKeyBytes = 32

/** Throws for anything but 32 bytes. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== masterKeyBytes) throw new Error('a master key has 32 bytes')
  const key = Buffer.from(bytes)
  const derive = (info: string, length = 32) => new Uint8Array(hkdfSync('sha256', key, '', info, length))
  return { derive, checkValue: Buffer.from(derive('aperture/master-key-check/v1')).toString('hex') }
}

/** A master key as it stands in a variable or file: base64 of exactly 32 bytes. `null`: it is not that. */
export function decodeMasterKey(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === masterKeyBytes && bytes.toString('base64') === text ? new Uint8Array(bytes) : null
}
