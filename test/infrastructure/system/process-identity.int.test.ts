import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { isProvablyDead, processIdentity } from '../../../src/infrastructure/system/process-identity'

const own = processIdentity().text
const parts = own.split('+')
const like = (changes: Record<number, string>) => parts.map((part, index) => changes[index] ?? part).join('+')

/** Where the system tells boot and namespace, death can be proved; elsewhere nothing ever counts as dead. */
const canProve = !parts.includes('-')

test('is the same each time, and fit for a file name', () => {
  expect(processIdentity().text).toBe(own)
  expect(own).toMatch(/^[A-Za-z0-9%._~!*'()+-]{1,200}$/)
  expect(parts).toHaveLength(5)
  expect(parts[3]).toBe(String(process.pid))
})

test('a process that runs is not dead', () => {
  expect(isProvablyDead(own)).toBe(false)
})

test('another process is dead once it has ended, not before', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const theirs = like({ 3: String(child.pid), ...(canProve ? { 4: startTimeOf(child.pid) } : {}) })
  expect(isProvablyDead(theirs)).toBe(false)
  child.stdin.end()
  await once(child, 'exit')
  expect(isProvablyDead(theirs)).toBe(canProve)
})

test('a number that another process has now is no sign of life', () => {
  expect(isProvablyDead(like({ 4: '1' }))).toBe(canProve)
})

test.each([
  ['another host', like({ 0: 'elsewhere', 4: '1' })],
  ['another boot', like({ 1: '00000000-0000-0000-0000-000000000000', 4: '1' })],
  ['another namespace', like({ 2: '1', 4: '1' })],
  ['an unknown boot', like({ 1: '-', 4: '1' })],
  ['an unknown start', like({ 4: '-' })],
  ['no number', like({ 3: 'x', 4: '1' })],
  ['a group of processes', like({ 3: '-1', 4: '1' })],
  ['a number of zero', like({ 3: '0', 4: '1' })],
  ['more than there is', `${like({ 4: '1' })}+1`],
  ['too little', parts.slice(0, 4).join('+')],
  ['nothing', ''],
])('%s proves nothing', (_what, text) => {
  expect(isProvablyDead(text)).toBe(false)
})

function startTimeOf(id: number | undefined): string {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
