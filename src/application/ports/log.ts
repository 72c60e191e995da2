/** Only these kinds of values: no cell, token, key, file name or path has a place in a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** `fault` is told by its class and code only, and its stack by function names without paths. */
  error(message: string, fault: unknown, fields?: LogFields): void
}
