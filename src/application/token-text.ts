/** How a token is written: `<token id>.<secret>`. */
const form = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43,128})$/

export interface TokenText {
  readonly tokenId: string
  readonly secret: string
}

/** `null`: nothing that was ever issued reads like this. */
export function parseToken(text: string): TokenText | null {
  const [, tokenId, secret] = form.exec(text) ?? []
  return tokenId === undefined || secret === undefined ? null : { tokenId, secret }
}

export const writeToken = ({ tokenId, secret }: TokenText): string => `${tokenId}.${secret}`
