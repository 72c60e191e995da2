/** The master key of the published pseudonym vectors: 00 01 … 1f. */
export const publishedMasterKey = Uint8Array.from({ length: 32 }, (_, index) => index)
