/** age keys and age files: what is written for someone else to open. */
export interface Sealing {
  /** Whether this is an age public key that can be written to. */
  isRecipient(text: string): boolean
  /** The age key pair that only a token's secret leads to (HKDF-SHA-256, bound to the token's id). */
  keysOfToken(
    tokenId: string,
    secret: string,
  ): Promise<{ readonly recipient: string; readonly identity: string }>
  /** A short text as an age file. */
  sealText(recipient: string, text: string): Promise<Uint8Array>
  /** Rejects when it can't be opened. */
  openText(identity: string, sealed: Uint8Array): Promise<string>
  /** Decrypts as it is read. */
  open(identity: string, sealed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}
