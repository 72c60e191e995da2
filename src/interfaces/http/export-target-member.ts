import type { RequestedTarget } from '../../application/export-target'
import { isLineOf, isTextOf, refined } from './body-members'

const members: readonly string[] = ['host', 'port', 'user', 'path', 'password', 'key']

/** An SFTP account to deliver to (manual, chapter 9), with one secret at most: a password, or a private key. */
export const exportTarget = refined<RequestedTarget>(
  'an object of host, port, user, path, and either password or key',
  (value) => {
    if (typeof value !== 'object' || value === null) return null
    if (Object.keys(value).some((name) => !members.includes(name))) return null
    const { host, port, user, path, password, key } = value as Readonly<Record<string, unknown>>
    if (!isLineOf(host, 255) || !isPort(port) || !isLineOf(user, 200) || !isLineOf(path, 1_000)) return null
    const account = { host, port, user, path }
    if (password === undefined && key === undefined) return { ...account, credential: null }
    if (key === undefined && isLineOf(password, 1_000)) {
      return { ...account, credential: { kind: 'password', password } }
    }
    if (password === undefined && isTextOf(key, 16_384)) {
      return { ...account, credential: { kind: 'key', key } }
    }
    return null
  },
)

const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
