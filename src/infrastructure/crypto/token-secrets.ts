import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { TokenSecrets } from '../../application/ports/token-secrets'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
const digestOfNothing = sha256('').toString('hex')

export const tokenSecrets: TokenSecrets = {
  generate: () => randomBytes(32).toString('base64url'),
  digest: (secret) => sha256(secret).toString('hex'),
  matches(secret, digest) {
    const expected = Buffer.from(digest ?? digestOfNothing, 'hex')
    const presented = sha256(secret)
    const equal = expected.length === presented.length && timingSafeEqual(expected, presented)
    return equal && digest !== null
  },
}
