import { types } from 'node:util'

export interface FaultDescription {
  readonly name: string
  readonly code?: string
  /** The functions it came through, innermost first. */
  readonly through: readonly string[]
}

const identifier = /^[A-Za-z_$][\w$]{0,63}$/
const shortCode = /^[A-Z][A-Z0-9_]{0,39}$/
const frame = /^\s+at (?:async )?((?:new )?[\w$.<>]{1,80})(?: \[as [\w$]{1,80}\])? \(/

/**
 * What of a fault may stand in a log. Messages quote what was being worked on (a cell, a path, a header), so
 * neither they nor places in files are kept.
 */
export function describeFault(fault: unknown): FaultDescription {
  if (!isError(fault)) return { name: typeof fault, through: [] }
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : ''
  return {
    name: identifier.test(fault.name) ? fault.name : 'Error',
    ...(shortCode.test(code) ? { code } : {}),
    through: framesOf(fault),
  }
}

// Errors of Node itself, and of a worker, may come from another realm, where `instanceof` fails.
const isError = (fault: unknown): fault is Error => types.isNativeError(fault) || fault instanceof Error

function framesOf({ stack = '', message }: Error): string[] {
  const head = headOf(stack, message)
  if (head === null) return []
  return stack
    .slice(head)
    .split('\n')
    .slice(1)
    .flatMap((line) => frame.exec(line)?.[1] ?? [])
    .slice(0, 12)
}

/** Where the message in a stack ends: its lines could look like frames. `null`: it can't be told. */
function headOf(stack: string, message: string): number | null {
  const at = stack.indexOf(message)
  if (at < 0) return null
  if (message !== '') return at + message.length
  return identifier.test(stack.split('\n', 1)[0] ?? '') ? 0 : null
}
