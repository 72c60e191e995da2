export type AdmissionRefusal =
  | { readonly code: 'token-in-use' }
  | { readonly code: 'token-exhausted' }
  | { readonly code: 'busy' }

export type Admission =
  | { readonly admitted: true; release(): void }
  | { readonly admitted: false; readonly refusal: AdmissionRefusal }

/** The uploads under way in this process, and how often each token's uploads have been refused here. */
export interface Admissions {
  admit(tokenId: string): Admission
  /** Whether an upload with this token is under way here. */
  isUnderWay(tokenId: string): boolean
  /** An upload with this token has been refused; with too many of them the token is exhausted here. */
  countRefusal(tokenId: string): void
  /** A spent token has no more refusals to count. */
  forget(tokenId: string): void
}

const refusalsAllowed = 20

export function admissions(maxConcurrentImports: number): Admissions {
  const underWay = new Set<string>()
  const refusals = new Map<string, number>()
  const refused = (code: AdmissionRefusal['code']): Admission => ({ admitted: false, refusal: { code } })
  return {
    admit(tokenId) {
      if (underWay.has(tokenId)) return refused('token-in-use')
      if ((refusals.get(tokenId) ?? 0) >= refusalsAllowed) return refused('token-exhausted')
      if (underWay.size >= maxConcurrentImports) return refused('busy')
      underWay.add(tokenId)
      return { admitted: true, release: () => void underWay.delete(tokenId) }
    },
    isUnderWay: (tokenId) => underWay.has(tokenId),
    countRefusal: (tokenId) => void refusals.set(tokenId, (refusals.get(tokenId) ?? 0) + 1),
    forget: (tokenId) => void refusals.delete(tokenId),
  }
}
