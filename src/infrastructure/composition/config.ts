import path from 'node:path'
import type { LogLevel } from '../system/pino-log'
import type { AddressRange } from './config-codecs'
import { type EventStoreSource, eventStoreMistakes, eventStoreSource } from './event-store-source'
import { type KeySources, keySources, rivalSources } from './key-sources'
import { type Environment, readVariables, type statusCodes } from './variables'

export type { Environment } from './variables'

export interface Limits {
  readonly maxUploadBytes: number
  readonly maxRecordBytes: number
  readonly maxColumns: number
  readonly maxConcurrentImports: number
  /** Threads kept ready for tables. */
  readonly workers: number
  readonly uploadIdleSeconds: number
  readonly uploadMaxSeconds: number
  readonly minFreeBytes: number
  readonly tokenMaxSeconds: number
  readonly resultSeconds: number
  readonly drainSeconds: number
}

export type StatusCodes = (typeof statusCodes)[number]

export interface Config {
  readonly host: string
  readonly port: number
  /** `null`: made from host and port. Without a trailing slash. */
  readonly publicUrl: string | null
  readonly dataDir: string
  readonly datasetDir: string
  readonly eventStore: EventStoreSource
  readonly streamPrefix: string
  readonly secrets: KeySources
  readonly keyfileRecipient: string | null
  readonly limits: Limits
  /** As browsers write them. */
  readonly corsOrigins: readonly string[]
  readonly statusCodes: StatusCodes
  /** Whose word is taken for where a request comes from. */
  readonly trustedProxies: readonly AddressRange[]
  readonly logLevel: LogLevel
}

export type ConfigReading =
  | { readonly outcome: 'read'; readonly config: Config; readonly unknownVariables: readonly string[] }
  /** One sentence each, all of them, without any value. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** Reads the environment once, and reports all mistakes together. */
export function readConfig(env: Environment): ConfigReading {
  const { values, mistakes: wrong, unknown } = readVariables(env)
  const mistakes = [...wrong, ...rivalSources(values), ...eventStoreMistakes(values)]
  if (mistakes.length > 0) return { outcome: 'refused', mistakes }
  const dataDir = path.resolve(values.APERTURE_DATA_DIR)
  const config: Config = {
    host: values.APERTURE_HOST,
    port: values.APERTURE_PORT,
    publicUrl: values.APERTURE_PUBLIC_URL,
    dataDir,
    datasetDir: values.APERTURE_DATASET_DIR ?? dataDir,
    eventStore: eventStoreSource(values),
    streamPrefix: values.APERTURE_STREAM_PREFIX,
    secrets: keySources(values),
    keyfileRecipient: values.APERTURE_KEYFILE_RECIPIENT,
    limits: {
      maxUploadBytes: values.APERTURE_MAX_UPLOAD_BYTES,
      maxRecordBytes: values.APERTURE_MAX_RECORD_BYTES,
      maxColumns: values.APERTURE_MAX_COLUMNS,
      maxConcurrentImports: values.APERTURE_MAX_CONCURRENT_IMPORTS,
      workers: values.APERTURE_WORKERS,
      uploadIdleSeconds: values.APERTURE_UPLOAD_IDLE_SECONDS,
      uploadMaxSeconds: values.APERTURE_UPLOAD_MAX_SECONDS,
      minFreeBytes: values.APERTURE_MIN_FREE_BYTES,
      tokenMaxSeconds: values.APERTURE_TOKEN_MAX_SECONDS,
      resultSeconds: values.APERTURE_RESULT_SECONDS,
      drainSeconds: values.APERTURE_DRAIN_SECONDS,
    },
    corsOrigins: values.APERTURE_CORS_ORIGINS,
    statusCodes: values.APERTURE_STATUS_CODES,
    trustedProxies: values.APERTURE_TRUST_PROXY,
    logLevel: values.APERTURE_LOG_LEVEL,
  }
  return { outcome: 'read', config, unknownVariables: unknown }
}

/** Whether only this machine reaches the service there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
