/**
 * People's names, encrypted under one key per person that lies outside the event store, wrapped by the
 * master key. A name vanishes for good when its key is forgotten.
 */
export interface PersonNames {
  /** Makes the person's key if there is none yet, durable when this settles. Base64url text. */
  seal(userId: string, name: string): Promise<string>
  /** `null`: the key is gone, and the name with it. Rejects when the sealed text was tampered with. */
  open(userId: string, sealedName: string): Promise<string | null>
  /** Unlinks the key and flushes its directory. Forgetting a second time is fine. */
  forget(userId: string): Promise<void>
}
