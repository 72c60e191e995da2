import pino from 'pino'
import type { Log } from '../../application/ports/log'
import { describeFault } from './describe-fault'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogOptions {
  readonly level: LogLevel
  /** Takes one line a record; standard output unless told. */
  readonly destination?: { write(line: string): void }
}

/** One JSON object a line. */
export function pinoLog({ level, destination }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  )
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fault, fields = {}) => logger.error({ ...fields, fault: describeFault(fault) }, message),
  }
}
