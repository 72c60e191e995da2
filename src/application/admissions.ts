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
  /** The tokens whose uploads are under way here. */
  underWay(): readonly string[]
  /** An upload with this token has been refused; with too many of them the token is exhausted here. */
  countRefusal(tokenId: string): void
  /** A spent token has no more refusals to count. */
  forget(tokenId: string): void
  /** Settles when no upload is under way. */
  whenIdle(): Promise<void>
}

const refusalsAllowed = 20

export function admissions(maxConcurrentImports: number): Admissions {
  const underWay = new Set<string>()
  const refusals = new Map<string, number>()
  const waiting: (() => void)[] = []
  const release = (tokenId: string) => {
    underWay.delete(tokenId)
    if (underWay.size === 0) for (const idle of waiting.splice(0)) idle()
  }
  const refused = (code: AdmissionRefusal['code']): Admission => ({ admitted: false, refusal: { code } })
  return {
    admit(tokenId) {
      if (underWay.has(tokenId)) return refused('token-in-use')
      if ((refusals.get(tokenId) ?? 0) >= refusalsAllowed) return refused('token-exhausted')
      if (underWay.size >= maxConcurrentImports) return refused('busy')
      underWay.add(tokenId)
      return { admitted: true, release: () => release(tokenId) }
    },
    isUnderWay: (tokenId) => underWay.has(tokenId),
    underWay: () => [...underWay],
    countRefusal: (tokenId) => void refusals.set(tokenId, (refusals.get(tokenId) ?? 0) + 1),
    forget: (tokenId) => void refusals.delete(tokenId),
    whenIdle: () =>
      new Promise((resolve) => {
        if (underWay.size === 0) resolve()
        else waiting.push(resolve)
      }),
  }
}
