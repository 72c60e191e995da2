/** SHA-256, lower-case hex. */
export type Sha256 = (bytes: Uint8Array) => string
