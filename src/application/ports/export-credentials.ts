/** What opens an export target's account. */
export type ExportCredential =
  | { readonly kind: 'password'; readonly password: string }
  /** A private key as its file has it. */
  | { readonly kind: 'key'; readonly key: string }

/**
 * The credentials of export targets, encrypted outside the event store, so that they can vanish; events only
 * reference them.
 */
export interface ExportCredentials {
  /** Under a fresh id; durable when this settles. Rejects with `DiskFull`. */
  keep(credentialId: string, credential: ExportCredential): Promise<void>
  /** `null`: there is none, or it is gone. Rejects when it was tampered with. */
  open(credentialId: string): Promise<ExportCredential | null>
  /** Gone for good when this settles. Forgetting a second time is fine. */
  forget(credentialId: string): Promise<void>
}
