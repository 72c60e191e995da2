/** The secret half of an upload token. The service stores its digest only. */
export interface TokenSecrets {
  /** A fresh secret: base64url of at least 256 random bits. */
  generate(): string
  /** SHA-256, lower-case hex. */
  digest(secret: string): string
  /** Compares in constant time. `digest` `null` compares with a digest of nothing, takes as long, and is false. */
  matches(secret: string, digest: string | null): boolean
}
