import { readFileSync, readlinkSync } from 'node:fs'
import os from 'node:os'

/**
 * Names a process beyond the reuse of its number: host, boot, pid namespace, process id and start time, joined
 * by `+`. Safe as part of a file name, at most 200 characters. What a system can't tell is `-`.
 */
export interface ProcessIdentity {
  readonly text: string
}

const untold = '-'

export function processIdentity(): ProcessIdentity {
  const { startTime } = statusOf(process.pid) ?? { startTime: untold }
  return { text: [...here(), process.pid, startTime].join('+') }
}

/**
 * Whether the process that bears this text has ended for certain: host, boot and namespace are ours, and there
 * is no such process. Everything else, a text that can't be read too, is no proof.
 */
export function isProvablyDead(text: string): boolean {
  const [host, boot, namespace, id, startTime, ...more] = text.split('+')
  const ours = here()
  const sameHere = host === ours[0] && boot === ours[1] && namespace === ours[2]
  if (!sameHere || more.length > 0 || ours.includes(untold)) return false
  if (id === undefined || !/^[1-9][0-9]*$/.test(id) || startTime === undefined || startTime === untold) {
    return false
  }
  if (!exists(Number(id))) return true
  const status = statusOf(Number(id))
  return status !== null && (status.startTime !== startTime || status.ended)
}

function here(): readonly [host: string, boot: string, namespace: string] {
  return [
    encodeURIComponent(os.hostname()).slice(0, 96) || untold,
    told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    told(() => /\[(\d+)\]/.exec(readlinkSync('/proc/self/ns/pid'))?.[1]),
  ]
}

function told(ask: () => string | undefined): string {
  try {
    return ask() || untold
  } catch {
    return untold
  }
}

function exists(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (fault) {
    // EPERM: it runs, and is another user's.
    return (fault as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** proc_pid_stat(5): after the command in brackets, which may hold anything, field 3 is the state, 22 the start. */
function statusOf(id: number): { readonly startTime: string; readonly ended: boolean } | null {
  const stat = told(() => readFileSync(`/proc/${id}/stat`, 'utf8'))
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  return state === undefined || startTime === undefined
    ? null
    : { startTime, ended: state === 'Z' || state === 'X' }
}
