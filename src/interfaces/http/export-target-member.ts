import type { RequestedTarget } from '../../application/export-target'
import { isLineOf, isTextOf } from './body-members'
import { type JsonSchema, lineSchema, refined } from './described'

const members: readonly string[] = ['host', 'port', 'user', 'path', 'password', 'key']

const schema: JsonSchema = {
  type: 'object',
  properties: {
    host: { ...lineSchema(255), examples: ['sftp.example.org'] },
    port: { type: 'integer', minimum: 1, maximum: 65_535, examples: [22] },
    user: { ...lineSchema(200), examples: ['drop'] },
    path: { ...lineSchema(1_000), examples: ['/incoming'] },
    password: { ...lineSchema(1_000), writeOnly: true },
    key: { ...lineSchema(16_384), description: 'A private key.', writeOnly: true },
  },
  required: ['host', 'port', 'user', 'path'],
  not: { required: ['password', 'key'] },
  additionalProperties: false,
}

/** An SFTP account to deliver to (manual, chapter 9), with one secret at most: a password, or a private key. */
export const exportTarget = refined<RequestedTarget>(
  'an object of host, port, user, path, and either password or key',
  schema,
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
