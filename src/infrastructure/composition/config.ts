import path from 'node:path'
import { isRight } from 'fp-ts/lib/Either'
import type * as t from 'io-ts'
import { type LogLevel, logLevels } from '../system/pino-log'
import {
  baseUrl,
  directory,
  nonEmpty,
  oneOf,
  origins,
  recipient,
  streamPrefix,
  wholeNumber,
} from './config-codecs'

/** Where a secret comes from: its variable, the file named by its `_FILE` variable, or nowhere. */
export type SecretSource =
  | { readonly from: 'variable'; readonly text: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'nowhere' }

export const secretNames = [
  'APERTURE_MASTER_KEY',
  'APERTURE_MANAGEMENT_SECRET',
  'APERTURE_DATA_SECRET',
] as const
export type SecretName = (typeof secretNames)[number]

export interface Limits {
  readonly maxUploadBytes: number
  readonly maxRecordBytes: number
  readonly maxColumns: number
  readonly maxConcurrentImports: number
  readonly tokenMaxSeconds: number
  readonly resultSeconds: number
  readonly drainSeconds: number
}

/** Those of HTTP, or the two that the manual knows. */
export const statusCodes = ['http', 'manual'] as const
export type StatusCodes = (typeof statusCodes)[number]

export interface Config {
  readonly host: string
  readonly port: number
  /** `null`: made from host and port. Without a trailing slash. */
  readonly publicUrl: string | null
  readonly dataDir: string
  readonly datasetDir: string
  readonly streamPrefix: string
  readonly secrets: Readonly<Record<SecretName, SecretSource>>
  readonly keyfileRecipient: string | null
  readonly limits: Limits
  /** As browsers write them. */
  readonly corsOrigins: readonly string[]
  readonly statusCodes: StatusCodes
  readonly logLevel: LogLevel
}

export type ConfigReading =
  | { readonly outcome: 'read'; readonly config: Config; readonly unknownVariables: readonly string[] }
  /** One sentence each, all of them, without any value. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment once, and reports all mistakes together. */
export function readConfig(env: Environment): ConfigReading {
  const mistakes: string[] = []
  const known = new Set<string>()
  const optional = <A>(
    name: string,
    codec: t.Decoder<unknown, A> & { readonly name: string },
  ): A | undefined => {
    known.add(name)
    if (env[name] === undefined) return undefined
    const decoded = codec.decode(env[name])
    if (isRight(decoded)) return decoded.right
    mistakes.push(`${name} must be ${codec.name}.`)
    return undefined
  }
  const number = (name: string, fallback: number, least: number, most: number) =>
    optional(name, wholeNumber(least, most)) ?? fallback
  const secret = (name: SecretName): SecretSource => {
    const text = optional(name, nonEmpty('the secret itself'))
    const file = optional(`${name}_FILE`, nonEmpty('the path of a file'))
    if (text !== undefined && file !== undefined)
      mistakes.push(`${name} and ${name}_FILE are both set: set one.`)
    if (text !== undefined) return { from: 'variable', text }
    return file === undefined ? { from: 'nowhere' } : { from: 'file', path: path.resolve(file) }
  }

  const dataDir = optional('APERTURE_DATA_DIR', directory) ?? path.resolve('data')
  optional('APERTURE_EVENT_STORE', oneOf(['sqlite']))
  const config: Config = {
    host: optional('APERTURE_HOST', nonEmpty('a host name or address')) ?? '127.0.0.1',
    port: number('APERTURE_PORT', 8080, 0, 65_535),
    publicUrl: optional('APERTURE_PUBLIC_URL', baseUrl) ?? null,
    dataDir,
    datasetDir: optional('APERTURE_DATASET_DIR', directory) ?? dataDir,
    streamPrefix: optional('APERTURE_STREAM_PREFIX', streamPrefix) ?? 'aperture.',
    secrets: {
      APERTURE_MASTER_KEY: secret('APERTURE_MASTER_KEY'),
      APERTURE_MANAGEMENT_SECRET: secret('APERTURE_MANAGEMENT_SECRET'),
      APERTURE_DATA_SECRET: secret('APERTURE_DATA_SECRET'),
    },
    keyfileRecipient: optional('APERTURE_KEYFILE_RECIPIENT', recipient) ?? null,
    limits: {
      maxUploadBytes: number('APERTURE_MAX_UPLOAD_BYTES', 10 * 2 ** 30, 1, 2 ** 36),
      maxRecordBytes: number('APERTURE_MAX_RECORD_BYTES', 2 ** 20, 1, 2 ** 28),
      maxColumns: number('APERTURE_MAX_COLUMNS', 4_096, 1, 65_536),
      maxConcurrentImports: number('APERTURE_MAX_CONCURRENT_IMPORTS', 32, 1, 1_024),
      tokenMaxSeconds: number('APERTURE_TOKEN_MAX_SECONDS', 86_400, 1, 31_536_000),
      resultSeconds: number('APERTURE_RESULT_SECONDS', 3_600, 1, 31_536_000),
      drainSeconds: number('APERTURE_DRAIN_SECONDS', 25, 0, 86_400),
    },
    corsOrigins: optional('APERTURE_CORS_ORIGINS', origins) ?? [],
    statusCodes: optional('APERTURE_STATUS_CODES', oneOf(statusCodes)) ?? 'http',
    logLevel: optional('APERTURE_LOG_LEVEL', oneOf(logLevels)) ?? 'info',
  }
  if (mistakes.length > 0) return { outcome: 'refused', mistakes }
  const unknownVariables = Object.keys(env).filter((name) => name.startsWith('APERTURE_') && !known.has(name))
  return { outcome: 'read', config, unknownVariables }
}

/** Whether only this machine reaches the service there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
